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
    row.position,
    row.file,
    row.line,
    row.key,
    row.deleted,
    row.repeated,
    row.record,
    CASE WHEN row.fault_reason IS NOT NULL THEN ARRAY[row.fault_column, row.fault_value, row.fault_reason] END AS fault,
    row.record ->> 'key' AS policy_key,
    row.record ->> 'value' AS value,
    nullif(row.record ->> 'client', '') AS client,
    client.client_id,
    stored.agency_id::bigint AS stored_id,
    stored.value AS existing,
    known.key IS NOT NULL AS is_known,
    known.per_client,
    value_fault(row.record ->> 'value', known.kind, known.minimum, known.maximum, known.choices) AS value_fault
  FROM import_row AS row
  LEFT JOIN known ON known.key = row.record ->> 'key'
  LEFT JOIN client
    ON client.agency_id = :agency
    AND client.source = :'source'
    AND client.external_id = nullif(row.record ->> 'client', '')
  LEFT JOIN policy AS stored
    ON stored.agency_id = :agency
    AND stored.key = row.record ->> 'key'
    AND stored.client_id IS NOT DISTINCT FROM client.client_id
    AND (client.client_id IS NOT NULL OR coalesce(row.record ->> 'client', '') = '')
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'policy'
    AND row.skip IS NULL
    AND row.record ->> 'key' IS DISTINCT FROM 'time_zone'
),
validated AS MATERIALIZED (
  SELECT
    staged.position,
    staged.file,
    staged.line,
    staged.key,
    staged.deleted,
    staged.repeated,
    staged.record,
    staged.stored_id,
    staged.policy_key,
    staged.value,
    staged.client_id,
    staged.existing,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN NOT staged.is_known
        THEN ARRAY['key', staged.policy_key, 'is no policy key and no rule.parameter: see followup agency policy and followup rules']
      WHEN staged.client IS NOT NULL AND NOT staged.per_client
        THEN ARRAY['client', staged.client, format('%s is for the whole agency: leave the client empty', staged.policy_key)]
      WHEN staged.client IS NOT NULL AND staged.client_id IS NULL
        THEN ARRAY['client', staged.client, import_no_such('client', staged.client)]
      WHEN staged.value_fault IS NOT NULL
        THEN ARRAY['value', staged.value, format('%s: %s', staged.policy_key, staged.value_fault)]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT
      staged.deleted
        OR coalesce(
          staged.client IN (
            SELECT import_out.key
            FROM import_out
            WHERE import_out.agency_id = :agency
              AND import_out.import_id = :import
              AND import_out.target = 'clients'
          ),
          false
        ) AS is_out
  ) AS outs
),
verdicts AS MATERIALIZED (
  SELECT
    validated.*,
    import_verdict(
      validated.fault,
      validated.repeated,
      validated.is_out,
      validated.stored_id IS NOT NULL,
      validated.value IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
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
removed AS (
  DELETE FROM policy
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND policy.agency_id = :agency
    AND policy.key = verdicts.policy_key
    AND policy.client_id IS NOT DISTINCT FROM verdicts.client_id
),
/* include: outcome */
