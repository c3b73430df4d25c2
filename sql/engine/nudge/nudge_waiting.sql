-- statement: nudge_waiting
-- summary: What is in the outbox and was not sent: waiting for its next attempt, or for a person; and the last refusal of one that waits.
-- nullable: reason
SELECT
  count(*) FILTER (WHERE message.state = 'queued') AS queued,
  count(*) FILTER (WHERE message.state = 'queued' AND message.next_attempt_at <= statement_timestamp()) AS ready,
  count(*) FILTER (WHERE message.state = 'failed') AS failed,
  count(*) FILTER (WHERE message.state = 'uncertain') AS uncertain,
  (
    array_agg(message.error ORDER BY message.message_id DESC)
      FILTER (WHERE message.state = 'queued' AND message.error IS NOT NULL)
  )[1] AS reason
FROM message
WHERE message.agency_id = :agency
  AND message.state IN ('queued', 'failed', 'uncertain')
