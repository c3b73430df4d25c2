-- statement: nudge_attachments
-- summary: The files that go with a message.
SELECT
  message_attachment.file_name,
  message_attachment.media_type,
  encode(message_attachment.bytes, 'base64') AS base64
FROM message_attachment
WHERE message_attachment.agency_id = :agency
  AND message_attachment.message_id = :message
ORDER BY message_attachment.file_name
