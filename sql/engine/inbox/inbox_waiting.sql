-- statement: inbox_waiting
-- summary: How many mails wait for somebody to look at them.
SELECT count(*) AS mails
FROM inbox_message
WHERE inbox_message.agency_id = :agency
  AND inbox_message.state = 'unmatched'
  AND inbox_message.settled_at IS NULL
