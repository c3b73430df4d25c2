-- statement: nudge_settle
-- summary: What deliveries came to. Back in the queue: it certainly did not leave, and is tried again after the wait (-1: at once, and the attempt does not count). An empty error is none.
-- One that meanwhile counts as uncertain, because its sender was slow, is settled too: the sender knows.
-- They are given, and so locked, in the order of their ids, as everywhere.
UPDATE message
SET state = outcome.state,
  sent_at = CASE WHEN outcome.state = 'sent' THEN outcome.at END,
  error = nullif(outcome.error, ''),
  attempts = message.attempts - CASE WHEN outcome.state = 'queued' AND outcome.wait < 0 THEN 1 ELSE 0 END,
  next_attempt_at = CASE
    WHEN outcome.state = 'queued' AND outcome.wait >= 0 THEN outcome.next_attempt_at
    WHEN outcome.state = 'queued' THEN '-infinity'::timestamptz
    ELSE message.next_attempt_at
  END,
  claim = NULL,
  claimed_by = NULL,
  lease_until = NULL
FROM (
  SELECT
    held.message_id,
    given.state,
    given.error,
    given.wait,
    statement_timestamp() AS at,
    statement_timestamp() + make_interval(secs => given.wait) AS next_attempt_at
  FROM (
    -- Not an unnest of all: Citus would take every column to be of the first one's type.
    SELECT
      (:'messages'::bigint[])[nth.place] AS message_id,
      (:'states'::text[])[nth.place] AS state,
      (:'errors'::text[])[nth.place] AS error,
      (:'waits'::integer[])[nth.place] AS wait
    FROM generate_series(1, cardinality(:'messages'::bigint[])) AS nth (place)
  ) AS given
  -- One after the other, each by its id: a plan over all that are claimed would read all of them each time.
  CROSS JOIN LATERAL (
    SELECT held.message_id
    FROM message AS held
    WHERE held.agency_id = :agency
      AND held.message_id = given.message_id
      AND held.claim = :'claim'::uuid
      AND held.state IN ('claimed', 'sending', 'uncertain')
    FOR UPDATE
  ) AS held
) AS outcome
WHERE message.agency_id = :agency
  AND message.message_id = outcome.message_id
