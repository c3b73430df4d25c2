-- statement: client_names
-- summary: The names of all clients, to tell which one was meant.
SELECT client.name
FROM client
WHERE client.agency_id = :agency
ORDER BY client.name
