-- statement: import_time_zone
-- summary: The agency's time zone from policy.csv, read before anything that needs it.
WITH staged AS MATERIALIZED (
  SELECT
    row.position,
    row.file,
    row.line,
    row.key,
    row.deleted,
    row.repeated,
    row.record,
    false AS is_out,
    agency.agency_id::bigint AS stored_id,
    agency.time_zone AS existing,
    row.record ->> 'value' AS value,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN ARRAY[row.fault_column, row.fault_value, row.fault_reason]
      WHEN row.repeated THEN NULL
      WHEN row.deleted THEN ARRAY['deleted', row.record ->> 'deleted', 'is not possible here: an agency always has a time zone; give another value instead']
      WHEN coalesce(row.record ->> 'client', '') <> ''
        THEN ARRAY['client', row.record ->> 'client', 'cannot have its own time_zone; leave the client empty']
      WHEN value_fault(row.record ->> 'value', 'zone', NULL, NULL, NULL) IS NOT NULL
        THEN ARRAY['value', row.record ->> 'value', 'is not a value for time_zone, which ' || value_fault(row.record ->> 'value', 'zone', NULL, NULL, NULL)]
    END AS fault
  FROM import_row AS row
  JOIN agency
    ON agency.agency_id = :agency
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'policy'
    AND row.skip IS NULL
    AND row.record ->> 'key' = 'time_zone'
),
verdicts AS MATERIALIZED (
  SELECT
    staged.*,
    import_verdict(staged.fault, staged.repeated, false, true, staged.value <> staged.existing) AS verdict
  FROM staged
),
written AS (
  UPDATE agency
  SET time_zone = verdicts.value
  FROM verdicts
  WHERE verdicts.verdict = 'changed'
    AND agency.agency_id = :agency
),
noted AS (
  INSERT INTO policy_change (agency_id, key, value_before, value, changed_at, changed_by)
  SELECT
    :agency::integer,
    'time_zone',
    verdicts.existing,
    verdicts.value,
    :'as_of'::timestamptz,
    :'by'
  FROM verdicts
  WHERE verdicts.verdict = 'changed'
),
/* include: outcome */
