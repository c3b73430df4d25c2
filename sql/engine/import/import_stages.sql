-- statement: import_stages
-- summary: The history of applications' stages from staging; every column is part of the key.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: is_out */
    row.application,
    application.candidate_id,
    application.application_id,
    import_text(row.cells, 'stage', NULL) AS stage,
    import_moment(row.cells, 'since', agency.time_zone, NULL) AS since
  FROM
/* include: rows */
),
said AS (
  SELECT
    staged.*,
    no_later_than(staged.since, :'as_of'::timestamptz) AS stored_since,
    -- The same moment can be written in several ways; the first of them is the one that is stored.
    row_number() OVER (
      PARTITION BY
        staged.application_id,
        staged.stage,
        no_later_than(staged.since, :'as_of'::timestamptz)
      ORDER BY
        staged.fault IS NOT NULL,
        staged.position
    ) > 1 AS said_before
  FROM staged
),
validated AS (
  SELECT
    said.*,
    stored.application_id AS stored_id,
    CASE WHEN said.said_before THEN NOT said.is_out ELSE stored.agency_id IS NOT NULL END AS is_stored,
    false AS is_erased,
    ROW({columns of stored})::text AS existing,
    CASE
      WHEN said.application_id IS NULL THEN import_unknown('application', 'application', said.application)
      WHEN import_is_future(said.since, :'as_of')
        THEN import_not_yet('since', said.record, :'as_of', said.agency_zone)
    END AS wrong
  FROM said
  LEFT JOIN application_stage AS stored
    ON stored.agency_id = :agency
    AND stored.candidate_id = said.candidate_id
    AND stored.application_id = said.application_id
    AND stored.stage = said.stage
    AND stored.since = said.stored_since
),
/* include: verdicts */
written AS (
  INSERT INTO application_stage (agency_id, {key})
  SELECT
    :agency::integer,
    {key of verdicts}
  FROM verdicts
  WHERE verdicts.verdict = 'added'
),
removed AS (
  DELETE FROM application_stage
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND application_stage.agency_id = :agency
    AND ({key of table}) = ({key of verdicts})
),
/* include: outcome */
