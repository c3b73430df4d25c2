-- statement: import_policy
-- summary: Policy from staging; :parameters are the catalogue's rule.parameter keys with kind and bounds.
WITH known AS MATERIALIZED (
  SELECT
    policy_key.key,
    policy_key.kind,
    policy_key.minimum,
    policy_key.maximum,
    policy_key.choices,
    policy_key.per_client
  FROM policy_key
  WHERE policy_key.key <> 'time_zone'
  UNION ALL
  SELECT
    parameter.key,
    parameter.kind,
    parameter.minimum,
    parameter.maximum,
    NULL,
    false
  FROM jsonb_to_recordset(:'parameters'::jsonb) AS parameter (key text, kind text, minimum integer, maximum integer)
),
staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.record ->> 'key' AS policy_key,
    row.client,
    client.client_id,
    row.record ->> 'value' AS value,
    known.key IS NOT NULL AS is_known,
    known.per_client,
    value_fault(row.record ->> 'value', known.kind, known.minimum, known.maximum, known.choices) AS value_fault
  FROM
/* include: rows */
  LEFT JOIN known ON known.key = row.record ->> 'key'
  LEFT JOIN policy AS stored
    ON stored.agency_id = :agency
    AND stored.key = row.record ->> 'key'
    AND stored.client_id IS NOT DISTINCT FROM client.client_id
    AND (client.client_id IS NOT NULL OR row.client IS NULL)
  WHERE row.record ->> 'key' IS DISTINCT FROM 'time_zone'
),
-- How long people would be kept, with this file: where it gives a key twice, what is stricter.
kept AS MATERIALIZED (
  SELECT
    min(given.days) FILTER (WHERE given.key <> 'keep_minimum_days') AS shortest,
    max(given.days) FILTER (WHERE given.key = 'keep_minimum_days') AS minimum,
    bool_or(given.is_staged AND given.key = 'keep_minimum_days') AS sets_minimum
  FROM (
    SELECT
      policy_key.key,
      staged.policy_key IS NOT NULL AS is_staged,
      days_in_words(
        CASE
          WHEN staged.policy_key IS NULL THEN coalesce(policy.value, policy_key.default_value)
          WHEN staged.is_out THEN policy_key.default_value
          ELSE staged.value
        END
      ) AS days
    FROM policy_key
    LEFT JOIN policy
      ON policy.agency_id = :agency
      AND policy.key = policy_key.key
      AND policy.client_id IS NULL
    LEFT JOIN staged
      ON staged.policy_key = policy_key.key
      AND staged.client IS NULL
      AND (staged.is_out OR staged.value_fault IS NULL)
    WHERE policy_key.key IN ('keep_candidates_days', 'keep_references_days', 'keep_minimum_days')
  ) AS given
),
validated AS (
  SELECT
    staged.*,
    CASE
      WHEN NOT staged.is_known
        THEN ARRAY['key', staged.policy_key, 'is not a policy key or the parameter of a rule; see followup agency policy and followup rules']
      WHEN staged.client IS NOT NULL AND NOT staged.per_client
        THEN ARRAY['client', staged.client, format('cannot have its own %s; leave the client empty', staged.policy_key)]
      WHEN staged.client IS NOT NULL AND staged.client_id IS NULL
        THEN import_unknown('client', 'client', staged.client)
      WHEN staged.value_fault IS NOT NULL
        THEN ARRAY['value', staged.value, format('is not a value for %s, which %s', staged.policy_key, staged.value_fault)]
      WHEN staged.policy_key = 'keep_minimum_days' AND kept.minimum > kept.shortest
        THEN ARRAY['value', staged.value, format('is more than the %s days for which people are kept by this policy', kept.shortest)]
      WHEN staged.policy_key IN ('keep_candidates_days', 'keep_references_days')
        AND kept.minimum > CASE WHEN kept.sets_minimum THEN kept.shortest ELSE days_in_words(staged.value) END
        THEN ARRAY['value', staged.value, format('cannot stand beside keep_minimum_days, which is %s', kept.minimum)]
    END AS wrong
  FROM staged
  CROSS JOIN kept
),
/* include: verdicts */
-- Before anything is written: Citus reads after what stands above.
changing AS MATERIALIZED (
  SELECT
    verdicts.position,
    verdicts.policy_key,
    client.external_id AS client,
    before.value AS value_before,
    CASE WHEN verdicts.verdict <> 'deleted' THEN verdicts.value END AS value
  FROM verdicts
  LEFT JOIN client
    ON client.agency_id = :agency
    AND client.client_id = verdicts.client_id
  LEFT JOIN policy AS before
    ON before.agency_id = :agency
    AND before.key = verdicts.policy_key
    AND before.client_id IS NOT DISTINCT FROM verdicts.client_id
  WHERE verdicts.verdict IN ('added', 'changed', 'deleted')
),
written AS (
  INSERT INTO policy (agency_id, key, client_id, value)
  SELECT
    :agency::integer,
    verdicts.policy_key,
    verdicts.client_id,
    verdicts.value
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT policy_is_set_once DO UPDATE
  SET value = excluded.value
),
-- Without a client it is the whole agency's.
removed AS (
  DELETE FROM policy
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND policy.agency_id = :agency
    AND policy.key = verdicts.policy_key
    AND policy.client_id IS NOT DISTINCT FROM verdicts.client_id
),
noted AS (
  INSERT INTO policy_change (agency_id, key, client, value_before, value, changed_at, changed_by)
  SELECT
    :agency::integer,
    changing.policy_key,
    changing.client,
    changing.value_before,
    changing.value,
    :'as_of'::timestamptz,
    :'by'
  FROM changing
  ORDER BY changing.position
),
/* include: outcome */
