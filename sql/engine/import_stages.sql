-- statement: import_stages
-- summary: The history of applications' stages from staging; every column is part of the key.
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
    agency.time_zone AS agency_zone,
    application.candidate_id,
    application.application_id,
    row.record ->> 'application' AS application,
    row.record ->> 'stage' AS stage,
    CASE
      WHEN row.fault_reason IS NULL THEN import_moment(row.record ->> 'since', agency.time_zone)
    END AS since
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'application' AS application
    OFFSET 0
  ) AS named
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN application
    ON application.agency_id = :agency
    AND application.source = :'source'
    AND application.external_id = named.application
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'stages'
    AND row.skip IS NULL
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
    staged.candidate_id,
    staged.application_id,
    staged.stage,
    no_later_than(staged.since, :'as_of'::timestamptz) AS since,
    -- The same moment can be written in several ways; the first of them is the one that is stored.
    row_number() OVER (
      PARTITION BY
        staged.application_id,
        staged.stage,
        no_later_than(staged.since, :'as_of'::timestamptz)
      ORDER BY staged.fault IS NOT NULL, staged.position
    ) > 1 AS said_before,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.application_id IS NULL
        THEN ARRAY['application', staged.application, import_no_such('application', staged.application)]
      WHEN import_is_future(staged.since, :'as_of')
        THEN ARRAY['since', staged.record ->> 'since', import_from_the_future(:'as_of', staged.agency_zone)]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT
      staged.deleted
        OR coalesce(
          staged.application IN (
            SELECT import_out.key
            FROM import_out
            WHERE import_out.agency_id = :agency
              AND import_out.import_id = :import
              AND import_out.target = 'applications'
          ),
          false
        ) AS is_out
  ) AS outs
),
verdicts AS MATERIALIZED (
  SELECT
    validated.*,
    stored.application_id AS stored_id,
    import_verdict(
      validated.fault,
      validated.repeated OR validated.said_before,
      validated.is_out,
      stored.application_id IS NOT NULL,
      false
    ) AS verdict
  FROM validated
  LEFT JOIN application_stage AS stored
    ON stored.agency_id = :agency
    AND stored.candidate_id = validated.candidate_id
    AND stored.application_id = validated.application_id
    AND stored.stage = validated.stage
    AND stored.since = validated.since
),
written AS (
  INSERT INTO application_stage (agency_id, candidate_id, application_id, stage, since)
  SELECT
    :agency::integer,
    verdicts.candidate_id,
    verdicts.application_id,
    verdicts.stage,
    verdicts.since
  FROM verdicts
  WHERE verdicts.verdict = 'added'
),
removed AS (
  DELETE FROM application_stage
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND application_stage.agency_id = :agency
    AND application_stage.candidate_id = verdicts.candidate_id
    AND application_stage.application_id = verdicts.application_id
    AND application_stage.stage = verdicts.stage
    AND application_stage.since = verdicts.since
),
/* include: outcome */
