-- statement: inbox_known
-- summary: Whether a mail was read before.
SELECT inbox_message.inbox_id
FROM inbox_message
WHERE inbox_message.agency_id = :agency
  AND inbox_message.message_id = :'message_id'
