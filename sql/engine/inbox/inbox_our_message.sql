-- statement: inbox_our_message
-- summary: A mail that we sent, by its key, with what it reminded of: one row a follow-up, or one without.
-- nullable: recipient_name, follow_up_id, due_on
SELECT
  message.kind,
  message.recipient_kind,
  message.recipient_name,
  usable_email(message.recipient_address) AS recipient_address,
  nudge.follow_up_id,
  to_char(min(nudge.due_at) AT TIME ZONE practice.time_zone, 'YYYY-MM-DD') AS due_on
FROM message
JOIN practice USING (agency_id)
LEFT JOIN nudge
  ON nudge.agency_id = message.agency_id
  AND nudge.message_id = message.message_id
WHERE message.agency_id = :agency
  AND message.key = :'key'
GROUP BY
  message.kind,
  message.recipient_kind,
  message.recipient_name,
  message.recipient_address,
  nudge.follow_up_id,
  practice.time_zone
ORDER BY nudge.follow_up_id
