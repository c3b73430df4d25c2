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
    stored.holiday_on IS NOT NULL AS is_stored,
    stored.name AS standing_name,
    import_text(row.record, 'name', stored.name) AS name
  FROM import_row AS row
  LEFT JOIN holiday AS stored
    ON stored.agency_id = :agency
    AND stored.holiday_on = CASE WHEN row.fault_reason IS NULL THEN row.key::date END
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
      staged.name IS DISTINCT FROM staged.standing_name
    ) AS verdict
  FROM staged
),
written AS (
  INSERT INTO holiday (agency_id, holiday_on, name)
  SELECT
    :agency::integer,
    verdicts.key::date,
    verdicts.name
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT holiday_pkey DO UPDATE
  SET name = excluded.name
),
removed AS (
  DELETE FROM holiday
  USING verdicts
  WHERE holiday.agency_id = :agency
    AND holiday.holiday_on = CASE WHEN verdicts.verdict = 'deleted' THEN verdicts.key::date END
),
/* include: outcome */
