-- statement: pause_list
-- summary: What is paused now: all mail of the agency first, then clients by name; since when, in the agency's time, by whom and why.
-- nullable: client_id, client
SELECT
  mail_pause.client_id,
  coalesce(client.name, mail_pause.client) AS client,
  mail_pause.reason,
  mail_pause.paused_by,
  to_char(mail_pause.paused_at AT TIME ZONE practice.time_zone, 'YYYY-MM-DD HH24:MI') AS since
FROM mail_pause
JOIN practice ON practice.agency_id = :agency
LEFT JOIN client
  ON client.agency_id = :agency
  AND client.client_id = mail_pause.client_id
WHERE mail_pause.agency_id = :agency
  AND mail_pause.resumed_at IS NULL
ORDER BY
  mail_pause.client_id IS NOT NULL,
  client.name,
  mail_pause.pause_id
