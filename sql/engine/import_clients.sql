-- statement: import_clients
-- summary: Clients from staging.
WITH staged AS MATERIALIZED (
  SELECT
    row.position,
    row.file,
    row.line,
    row.key,
    row.deleted,
    row.repeated,
    row.record,
    row.deleted AS is_out,
    CASE WHEN row.fault_reason IS NOT NULL THEN ARRAY[row.fault_column, row.fault_value, row.fault_reason] END AS fault,
    stored.client_id AS stored_id,
    (stored.name, stored.time_zone, stored.check_in_mode, stored.check_in_cap, stored.check_in_days)::text AS existing,
    import_name(row.record, stored.name) AS name,
    import_text(row.record, 'time_zone', stored.time_zone) AS time_zone,
    import_text(row.record, 'check_in_mode', stored.check_in_mode) AS check_in_mode,
    CASE
      WHEN row.fault_reason IS NULL THEN import_text(row.record, 'check_in_cap', stored.check_in_cap::text)::integer
    END AS check_in_cap,
    CASE
      WHEN row.fault_reason IS NULL THEN import_text(row.record, 'check_in_days', stored.check_in_days::text)::integer
    END AS check_in_days
  FROM import_row AS row
  LEFT JOIN client AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'clients'
    AND row.skip IS NULL
),
verdicts AS MATERIALIZED (
  SELECT
    staged.*,
    import_verdict(
      staged.fault,
      staged.repeated,
      staged.is_out,
      staged.stored_id IS NOT NULL,
      (staged.name, staged.time_zone, staged.check_in_mode, staged.check_in_cap, staged.check_in_days)::text
        IS DISTINCT FROM staged.existing
    ) AS verdict
  FROM staged
),
written AS (
  INSERT INTO client (agency_id, source, external_id, name, time_zone, check_in_mode, check_in_cap, check_in_days)
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    verdicts.name,
    verdicts.time_zone,
    verdicts.check_in_mode,
    verdicts.check_in_cap,
    verdicts.check_in_days
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT client_external_id_is_unique DO UPDATE
  SET name = excluded.name,
    time_zone = excluded.time_zone,
    check_in_mode = excluded.check_in_mode,
    check_in_cap = excluded.check_in_cap,
    check_in_days = excluded.check_in_days
),
/* include: outcome */
