-- statement: nudge_requeue
-- summary: Puts back messages that were taken for failed, when it turned out that the server refuses the sender: the attempt does not count.
UPDATE message
SET state = 'queued',
  attempts = message.attempts - 1,
  next_attempt_at = '-infinity'::timestamptz
WHERE message.agency_id = :agency
  AND message.message_id = ANY (:'messages'::bigint[])
  AND message.state = 'failed'
