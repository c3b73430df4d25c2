-- statement: nudge_release
-- summary: Puts back what a sender claimed and did not begin to send, when it stops: the attempt does not count.
UPDATE message
SET state = 'queued',
  claim = NULL,
  claimed_by = NULL,
  lease_until = NULL,
  attempts = message.attempts - 1
WHERE message.agency_id = :agency
  AND message.claim = :'claim'::uuid
  AND message.state = 'claimed'
