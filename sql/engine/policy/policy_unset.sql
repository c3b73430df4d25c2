-- statement: policy_unset
-- summary: Goes back to the default.
-- optional: client
DELETE FROM policy
WHERE policy.agency_id = :agency
  AND policy.key = :'key'
  AND policy.client_id IS NOT DISTINCT FROM :client::bigint
