-- statement: policy_fault
-- summary: What is wrong with setting a key to a value, and with its default; no row: the key is not known.
-- nullable: fault, fault_of_default
-- optional: client
SELECT
  CASE
    WHEN :client::bigint IS NOT NULL AND NOT known.per_client THEN 'must be set for the whole agency'
    ELSE coalesce(
      value_fault(:'value', known.kind, known.minimum, known.maximum, known.choices),
      retention_fault(:agency, known.key, :'value')
    )
  END AS fault,
  retention_fault(:agency, known.key, NULL) AS fault_of_default
FROM (
  SELECT
    policy_key.key,
    policy_key.kind,
    policy_key.minimum,
    policy_key.maximum,
    policy_key.choices,
    policy_key.per_client
  FROM policy_key
  UNION ALL
  SELECT
    parameter.key,
    parameter.kind,
    parameter.minimum,
    parameter.maximum,
    NULL,
    false
  FROM jsonb_to_recordset(:'parameters'::jsonb) AS parameter (key text, kind text, minimum integer, maximum integer)
) AS known
WHERE known.key = :'key'
