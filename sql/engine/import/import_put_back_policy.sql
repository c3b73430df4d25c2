-- statement: import_put_back_policy
-- summary: Policy that an import set becomes what it was before, where nobody has set it since; that it is put back is kept as a change too.
WITH judged AS MATERIALIZED (
  SELECT
    brought.change_id,
    brought.key,
    brought.client,
    brought.value,
    brought.value_before,
    client.client_id,
    CASE
      WHEN brought.client IS NOT NULL AND client.client_id IS NULL THEN 'is gone: its client was taken out since'
      WHEN brought.value IS DISTINCT FROM CASE WHEN brought.key = 'time_zone' THEN agency.time_zone ELSE policy.value END
        THEN 'stays: somebody changed it since'
    END AS reason
  FROM policy_change AS brought
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN client
    ON client.agency_id = :agency
    AND client.source = :'source'
    AND client.external_id = brought.client
  LEFT JOIN policy
    ON policy.agency_id = :agency
    AND policy.key = brought.key
    AND policy.client_id IS NOT DISTINCT FROM client.client_id
  WHERE brought.agency_id = :agency
    AND brought.changed_by = :'import_by'
),
zone AS (
  UPDATE agency
  SET time_zone = judged.value_before
  FROM judged
  WHERE judged.reason IS NULL
    AND judged.key = 'time_zone'
    AND agency.agency_id = :agency
),
removed AS (
  DELETE FROM policy
  USING judged
  WHERE judged.reason IS NULL
    AND judged.value_before IS NULL
    AND policy.agency_id = :agency
    AND policy.key = judged.key
    AND policy.client_id IS NOT DISTINCT FROM judged.client_id
),
written AS (
  INSERT INTO policy (agency_id, key, client_id, value)
  SELECT
    :agency::integer,
    judged.key,
    judged.client_id,
    judged.value_before
  FROM judged
  WHERE judged.reason IS NULL
    AND judged.value_before IS NOT NULL
    AND judged.key <> 'time_zone'
  ON CONFLICT ON CONSTRAINT policy_is_set_once DO UPDATE
  SET value = excluded.value
),
noted AS (
  INSERT INTO policy_change (agency_id, key, client, value_before, value, changed_at, changed_by)
  SELECT
    :agency::integer,
    judged.key,
    judged.client,
    judged.value,
    judged.value_before,
    :'as_of'::timestamptz,
    :'by'
  FROM judged
  WHERE judged.reason IS NULL
  ORDER BY judged.change_id
)
INSERT INTO import_out (agency_id, import_id, target, key, named, reason)
SELECT
  :agency::integer,
  :import::bigint,
  'policy',
  concat_ws(chr(31), judged.key, judged.client),
  left(judged.reason, 5) = 'stays',
  judged.reason
FROM judged
WHERE judged.reason IS NOT NULL
