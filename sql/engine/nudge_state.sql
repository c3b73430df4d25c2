-- statement: nudge_state
-- summary: Where one message stands.
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
