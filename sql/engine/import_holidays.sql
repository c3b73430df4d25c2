-- statement: import_holidays
-- summary: Holidays from staging.
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
    NULL::bigint AS stored_id,
    given.holiday_on,
    stored.holiday_on IS NOT NULL AS is_stored,
    stored.name AS existing_name,
    import_text(row.record, 'name', stored.name) AS name
  FROM import_row AS row
  CROSS JOIN LATERAL (
    SELECT CASE WHEN row.fault_reason IS NULL THEN row.key::date END AS holiday_on
  ) AS given
  LEFT JOIN holiday AS stored
    ON stored.agency_id = :agency
    AND stored.holiday_on = given.holiday_on
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'holidays'
    AND row.skip IS NULL
),
verdicts AS MATERIALIZED (
  SELECT
    staged.*,
    import_verdict(
      staged.fault,
      staged.repeated,
      staged.is_out,
      staged.is_stored,
      staged.name IS DISTINCT FROM staged.existing_name
    ) AS verdict
  FROM staged
),
written AS (
  INSERT INTO holiday (agency_id, holiday_on, name)
  SELECT
    :agency::integer,
    verdicts.holiday_on,
    verdicts.name
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT holiday_pkey DO UPDATE
  SET name = excluded.name
),
removed AS (
  DELETE FROM holiday
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND holiday.agency_id = :agency
    AND holiday.holiday_on = verdicts.holiday_on
),
/* include: outcome */
