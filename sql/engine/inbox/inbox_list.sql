-- statement: inbox_list
-- summary: The mails that nothing could be done with and that nobody has settled, the oldest first; everything: all that was read in the last 31 days.
-- nullable: sent_at, sender, subject, reason, body, settled_by
SELECT
  inbox_message.inbox_id AS id,
  iso_local(coalesce(inbox_message.sent_at, inbox_message.read_at), practice.time_zone) AS sent_at,
  inbox_message.sender,
  inbox_message.subject,
  inbox_message.kind,
  inbox_message.state,
  inbox_message.reason,
  inbox_message.body,
  inbox_message.settled_by
FROM inbox_message
JOIN practice USING (agency_id)
WHERE inbox_message.agency_id = :agency
  AND CASE
    WHEN :everything::boolean THEN inbox_message.read_at >= :'as_of'::timestamptz - interval '31 days'
    ELSE inbox_message.state = 'unmatched' AND inbox_message.settled_at IS NULL
  END
ORDER BY inbox_message.inbox_id
