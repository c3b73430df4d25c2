-- statement: client_find
-- summary: The client of that id or name.
SELECT
  client.client_id,
  client.external_id,
  client.name
FROM client
WHERE client.agency_id = :agency
  AND (client.external_id = :'word' OR client.name = :'word')
ORDER BY client.external_id
LIMIT 5
