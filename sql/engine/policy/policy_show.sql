-- statement: policy_show
-- summary: Every policy key and rule parameter with its default, the value in force and where that comes from.
-- nullable: value, default
-- optional: client, key
WITH known AS (
  SELECT
    policy_key.key,
    policy_key.default_value,
    policy_key.per_client,
    policy_key.summary
  FROM policy_key
  UNION ALL
  SELECT
    parameter.key COLLATE "C",
    parameter.default_value,
    false,
    parameter.summary
  FROM jsonb_to_recordset(:'parameters'::jsonb) AS parameter (key text, default_value text, summary text)
),
for_client AS (
  SELECT client.*
  FROM client
  WHERE client.agency_id = :agency
    AND client.client_id = coalesce(:client::bigint, 0)
)
SELECT
  known.key,
  coalesce(
    own.value,
    CASE WHEN known.per_client THEN to_jsonb(for_client) ->> known.key END,
    CASE WHEN known.key = 'time_zone' THEN agency.time_zone END,
    policy.value,
    known.default_value
  ) AS value,
  known.default_value AS "default",
  CASE
    WHEN own.value IS NOT NULL THEN 'policy for this client'
    WHEN known.per_client AND to_jsonb(for_client) ->> known.key IS NOT NULL THEN 'clients.csv'
    WHEN known.key = 'time_zone' OR policy.value IS NOT NULL THEN 'policy of the agency'
    ELSE 'default'
  END AS set_by,
  known.summary
FROM known
JOIN agency
  ON agency.agency_id = :agency
LEFT JOIN for_client
  ON for_client.agency_id = agency.agency_id
LEFT JOIN policy
  ON policy.agency_id = agency.agency_id
  AND policy.key = known.key
  AND policy.client_id IS NULL
LEFT JOIN policy AS own
  ON own.agency_id = agency.agency_id
  AND own.key = known.key
  AND own.client_id = for_client.client_id
  AND known.per_client
WHERE (:'key'::text IS NULL OR known.key = :'key'::text)
  AND (for_client.client_id IS NULL OR known.per_client)
ORDER BY
  known.key LIKE '%.%',
  known.key
