-- statement: nudge_unsettled
-- summary: The messages that wait for a person, each to be named: what became of them is not known, or they could not be sent.
-- nullable: recipient_name, error
SELECT
  message.message_id,
  message.state,
  message.recipient_name,
  message.recipient_address,
  message.error
FROM message
WHERE message.agency_id = :agency
  AND message.state IN ('uncertain', 'failed')
ORDER BY message.message_id
