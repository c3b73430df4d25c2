-- statement: plan_policy
-- summary: What the agency set for everybody: policy keys and rule parameters.
SELECT
  policy.key,
  policy.value
FROM policy
WHERE policy.agency_id = :agency
  AND policy.client_id IS NULL
