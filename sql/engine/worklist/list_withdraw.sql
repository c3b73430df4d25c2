-- statement: list_withdraw
-- summary: Takes back lists and overviews that wait in the outbox while their day is over: the next day has its own.
DELETE FROM message
USING practice
WHERE message.agency_id = :agency
  AND practice.agency_id = :agency
  AND message.kind IN ('list', 'overview')
  AND message.state = 'queued'
  AND message.local_date < (:'as_of'::timestamptz AT TIME ZONE practice.time_zone)::date
