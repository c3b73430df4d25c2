-- statement: nudge_drop
-- summary: Settles a message that is not to be sent, as a person asked. Its nudges count as used up.
UPDATE message
SET state = 'dropped',
  claim = NULL,
  claimed_by = NULL,
  lease_until = NULL
WHERE message.agency_id = :agency
  AND message.message_id = :message
  AND message.state IN ('uncertain', 'failed', 'queued')
