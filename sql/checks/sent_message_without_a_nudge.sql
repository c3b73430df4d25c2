-- check: sent_message_without_a_nudge
-- summary: A sent message that carries no nudge
-- remedy: somebody deleted nudge rows by hand; a deleted nudge may be sent again
SELECT
  message.message_id,
  message.sent_at
FROM message
WHERE message.agency_id = :agency
  AND message.local_date > :'as_of'::date - 31
  AND message.kind = 'nudge'
  AND message.state = 'sent'
  AND NOT EXISTS (
    SELECT
    FROM nudge
    WHERE nudge.agency_id = message.agency_id
      AND nudge.message_id = message.message_id
  )
  AND EXISTS (
    SELECT
    FROM follow_up
    WHERE follow_up.agency_id = message.agency_id
  )
