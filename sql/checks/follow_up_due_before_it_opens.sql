-- check: follow_up_due_before_it_opens
-- summary: A follow-up that is due before it opens
-- remedy: the rule's arithmetic is wrong; see followup rules show RULE
SELECT
  follow_up.follow_up_id,
  follow_up.rule
FROM follow_up
WHERE follow_up.agency_id = :agency
  AND follow_up.closes_at > :'as_of'::timestamptz
  AND follow_up.due_at < follow_up.opens_at
