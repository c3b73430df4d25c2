-- statement: import_interviews
-- summary: Interviews from staging.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.application,
    application.candidate_id,
    application.application_id,
    stored.application_id AS existing_application_id,
    import_moment(row.cells, 'scheduled_at', given.zone, stored.scheduled_at) AS scheduled_at,
    import_moment(row.cells, 'starts_at', given.zone, stored.starts_at) AS starts_at,
    import_moment(row.cells, 'ends_at', given.zone, stored.ends_at) AS ends_at,
    import_text(row.cells, 'time_zone', stored.time_zone) AS time_zone,
    coalesce(import_text(row.cells, 'status', stored.status), 'scheduled') AS status,
    import_text(row.cells, 'kind', stored.kind) AS kind,
    import_text(row.cells, 'location', stored.location) AS location
  FROM
/* include: rows */
/* include: stored */
  CROSS JOIN LATERAL (
    SELECT coalesce(import_text(row.cells, 'time_zone', stored.time_zone), agency.time_zone) AS zone
  ) AS given
),
validated AS (
  SELECT
    staged.*,
    CASE
      WHEN staged.application_id IS NULL THEN import_unknown('application', 'application', staged.application)
      WHEN staged.existing_application_id <> staged.application_id
        THEN ARRAY[
          'application',
          staged.application,
          'is not the application to which this interview belongs; import it with deleted=yes first, then again for this application'
        ]
      WHEN staged.ends_at < staged.starts_at
        THEN ARRAY['ends_at', staged.record ->> 'ends_at', 'is before starts_at; correct one of the two times']
      WHEN import_is_future(staged.scheduled_at, :'as_of')
        THEN import_not_yet('scheduled_at', staged.record, :'as_of', staged.agency_zone)
    END AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
-- An application's interviews are found by its candidate.
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'interviews',
    interview.external_id,
    interview.interview_id,
    false
  FROM import_out
  JOIN application
    ON application.agency_id = :agency
    AND application.application_id = import_out.id
  JOIN interview
    ON interview.agency_id = :agency
    AND interview.candidate_id = application.candidate_id
    AND interview.application_id = application.application_id
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.target = 'applications'
    AND NOT EXISTS (
      SELECT
      FROM staged
      WHERE staged.stored_id = interview.interview_id
    )
),
/* include: outcome */
