-- statement: follow_up_snooze
-- summary: Hides it from worklists and nudges until a time; no due date changes.
UPDATE follow_up
SET snoozed_until = :'until'::timestamptz
WHERE follow_up.agency_id = :agency
  AND follow_up.follow_up_id = :id
