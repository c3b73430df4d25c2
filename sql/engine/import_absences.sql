-- statement: import_absences
-- summary: Absences from staging; recruiter and first day are the key.
WITH staged AS MATERIALIZED (
  SELECT
    row.position,
    row.file,
    row.line,
    row.key,
    row.deleted,
    row.repeated,
    row.record,
    CASE WHEN row.fault_reason IS NOT NULL THEN ARRAY[row.fault_column, row.fault_value, row.fault_reason] END AS fault,
    recruiter.recruiter_id,
    stored.recruiter_id AS stored_id,
    (stored.until_on, stored.cover_id)::text AS existing,
    given.from_on,
    given.until_on,
    given.cover,
    CASE WHEN row.record ? 'cover' THEN cover.recruiter_id ELSE stored.cover_id END AS cover_id
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'recruiter' AS recruiter
    OFFSET 0
  ) AS named
  CROSS JOIN LATERAL (
    SELECT
      CASE WHEN row.fault_reason IS NULL THEN (row.record ->> 'from')::date END AS from_on,
      CASE WHEN row.fault_reason IS NULL THEN nullif(row.record ->> 'until', '')::date END AS until_on,
      nullif(row.record ->> 'cover', '') AS cover
  ) AS given
  LEFT JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.source = :'source'
    AND recruiter.external_id = named.recruiter
  LEFT JOIN absence AS stored
    ON stored.agency_id = :agency
    AND stored.recruiter_id = recruiter.recruiter_id
    AND stored.from_on = given.from_on
  LEFT JOIN recruiter AS cover
    ON cover.agency_id = :agency
    AND cover.source = :'source'
    AND cover.external_id = given.cover
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'absences'
    AND row.skip IS NULL
),
deleted_keys AS MATERIALIZED (
  SELECT
    import_out.key,
    import_out.id
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.target = 'recruiters'
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
    staged.recruiter_id,
    staged.from_on,
    staged.until_on,
    staged.cover_id,
    staged.existing,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.recruiter_id IS NULL
        THEN ARRAY['recruiter', staged.record ->> 'recruiter', import_no_such('recruiter', staged.record ->> 'recruiter')]
      WHEN staged.cover IS NOT NULL AND staged.cover_id IS NULL
        THEN ARRAY['cover', staged.cover, import_no_such('recruiter', staged.cover)]
      WHEN staged.until_on < staged.from_on
        THEN ARRAY['until', staged.record ->> 'until', 'is before the first day away: correct one of the two dates']
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT
      staged.deleted
        OR coalesce(staged.record ->> 'recruiter' IN (SELECT deleted_keys.key FROM deleted_keys), false)
        OR coalesce(staged.cover IN (SELECT deleted_keys.key FROM deleted_keys), false)
        OR coalesce(staged.cover_id IN (SELECT deleted_keys.id FROM deleted_keys), false) AS is_out
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
      (validated.until_on, validated.cover_id)::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO absence (agency_id, recruiter_id, from_on, until_on, cover_id)
  SELECT
    :agency::integer,
    verdicts.recruiter_id,
    verdicts.from_on,
    verdicts.until_on,
    verdicts.cover_id
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT absence_pkey DO UPDATE
  SET until_on = excluded.until_on,
    cover_id = excluded.cover_id
),
removed AS (
  DELETE FROM absence
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND absence.agency_id = :agency
    AND absence.recruiter_id = verdicts.recruiter_id
    AND absence.from_on = verdicts.from_on
),
/* include: outcome */
