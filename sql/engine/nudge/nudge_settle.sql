-- statement: nudge_settle
-- summary: What a delivery came to. Back in the queue: it certainly did not leave, and is tried again after the wait (-1: at once, and the attempt does not count).
-- optional: error, wait
-- One that meanwhile counts as uncertain, because its sender was slow, is settled too: the sender knows.
UPDATE message
SET state = :'state',
  sent_at = CASE WHEN :'state' = 'sent' THEN this_moment.at END,
  error = :'error',
  attempts = message.attempts - CASE WHEN :'state' = 'queued' AND :wait::integer < 0 THEN 1 ELSE 0 END,
  next_attempt_at = CASE
    WHEN :'state' = 'queued' AND :wait::integer >= 0 THEN this_moment.next_attempt_at
    WHEN :'state' = 'queued' THEN '-infinity'::timestamptz
    ELSE message.next_attempt_at
  END,
  claim = NULL,
  claimed_by = NULL,
  lease_until = NULL
FROM (
  SELECT
    statement_timestamp() AS at,
    statement_timestamp() + make_interval(secs => :wait::integer) AS next_attempt_at
) AS this_moment
WHERE message.agency_id = :agency
  AND message.message_id = :message
  AND message.claim = :'claim'::uuid
  AND message.state IN ('claimed', 'sending', 'uncertain')
