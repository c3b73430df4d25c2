-- statement: policy_set
-- summary: Sets a key for the agency or for one client, and keeps who did it.
-- optional: client
WITH written AS (
  INSERT INTO policy AS existing (agency_id, key, client_id, value)
  VALUES (:agency, :'key', :client::bigint, :'value')
  ON CONFLICT ON CONSTRAINT policy_is_set_once DO UPDATE
  SET value = excluded.value
  WHERE existing.value <> excluded.value
  RETURNING existing.agency_id, existing.key, existing.client_id, existing.value
)
INSERT INTO policy_change (agency_id, key, client, value_before, value, changed_at, changed_by)
SELECT
  written.agency_id,
  written.key,
  client.external_id,
  before.value,
  written.value,
  :'as_of'::timestamptz,
  :'by'
FROM written
LEFT JOIN policy AS before
  ON before.agency_id = written.agency_id
  AND before.key = written.key
  AND before.client_id IS NOT DISTINCT FROM written.client_id
LEFT JOIN client
  ON client.agency_id = written.agency_id
  AND client.client_id = written.client_id
