-- statement: nudge_state
-- summary: The state of one message.
-- nullable: recipient_name, subject, error
SELECT
  message.message_id,
  message.state,
  message.recipient_name,
  message.recipient_address,
  message.subject,
  message.error
FROM message
WHERE message.agency_id = :agency
  AND message.message_id = :message
