-- statement: follow_up_skip
-- summary: A person says that it is not needed, and why.
UPDATE follow_up
SET skipped_at = :'as_of'::timestamptz,
  skip_reason = :'reason'
WHERE follow_up.agency_id = :agency
  AND follow_up.follow_up_id = :id
