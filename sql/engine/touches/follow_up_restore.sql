-- statement: follow_up_restore
-- summary: Takes a skip off a follow-up, or gives it back the snooze it had before.
-- optional: snoozed_before
UPDATE follow_up
SET skipped_at = CASE WHEN :'outcome' <> 'skip' THEN follow_up.skipped_at END,
  skip_reason = CASE WHEN :'outcome' <> 'skip' THEN follow_up.skip_reason END,
  snoozed_until = CASE WHEN :'outcome' = 'skip' THEN follow_up.snoozed_until ELSE :'snoozed_before'::timestamptz END
WHERE follow_up.agency_id = :agency
  AND follow_up.follow_up_id = :id
