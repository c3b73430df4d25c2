-- statement: policy_set
-- summary: Sets a key for the agency or for one client.
-- optional: client
INSERT INTO policy AS existing (agency_id, key, client_id, value)
VALUES (:agency, :'key', :client::bigint, :'value')
ON CONFLICT ON CONSTRAINT policy_is_set_once DO UPDATE
SET value = excluded.value
WHERE existing.value <> excluded.value
