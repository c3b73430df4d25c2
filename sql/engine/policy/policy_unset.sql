-- statement: policy_unset
-- summary: Goes back to the default, and keeps who did it.
-- optional: client
WITH removed AS (
  DELETE FROM policy
  WHERE policy.agency_id = :agency
    AND policy.key = :'key'
    AND policy.client_id IS NOT DISTINCT FROM :client::bigint
  RETURNING policy.agency_id, policy.key, policy.client_id, policy.value
)
INSERT INTO policy_change (agency_id, key, client, value_before, changed_at, changed_by)
SELECT
  removed.agency_id,
  removed.key,
  client.external_id,
  removed.value,
  :'as_of'::timestamptz,
  :'by'
FROM removed
LEFT JOIN client
  ON client.agency_id = removed.agency_id
  AND client.client_id = removed.client_id
