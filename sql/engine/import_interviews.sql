-- statement: import_interviews
-- summary: Interviews from staging.
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
    stored.interview_id AS stored_id,
    stored.application_id AS existing_application_id,
    (
      stored.scheduled_at,
      stored.starts_at,
      stored.ends_at,
      stored.time_zone,
      stored.status,
      stored.kind,
      stored.location
    )::text AS existing,
    agency.time_zone AS agency_zone,
    application.candidate_id,
    application.application_id,
    row.record ->> 'application' AS application,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'scheduled_at' THEN import_moment(nullif(row.record ->> 'scheduled_at', ''), given.zone)
      ELSE stored.scheduled_at
    END AS scheduled_at,
    CASE
      WHEN row.fault_reason IS NULL THEN import_moment(nullif(row.record ->> 'starts_at', ''), given.zone)
    END AS starts_at,
    CASE
      WHEN row.fault_reason IS NULL THEN import_moment(nullif(row.record ->> 'ends_at', ''), given.zone)
    END AS ends_at,
    import_text(row.record, 'time_zone', stored.time_zone) AS time_zone,
    coalesce(import_text(row.record, 'status', stored.status), 'scheduled') AS status,
    import_text(row.record, 'kind', stored.kind) AS kind,
    import_text(row.record, 'location', stored.location) AS location
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'application' AS application
    OFFSET 0
  ) AS named
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN interview AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  CROSS JOIN LATERAL (
    SELECT coalesce(import_text(row.record, 'time_zone', stored.time_zone), agency.time_zone) AS zone
  ) AS given
  LEFT JOIN application
    ON application.agency_id = :agency
    AND application.source = :'source'
    AND application.external_id = named.application
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'interviews'
    AND row.skip IS NULL
),
deleted_keys AS MATERIALIZED (
  SELECT
    import_out.key,
    import_out.id
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.target = 'applications'
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
    staged.existing,
    staged.candidate_id,
    staged.application_id,
    no_later_than(staged.scheduled_at, :'as_of'::timestamptz) AS scheduled_at,
    staged.starts_at,
    staged.ends_at,
    staged.time_zone,
    staged.status,
    staged.kind,
    staged.location,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.application_id IS NULL
        THEN ARRAY['application', staged.application, import_no_such('application', staged.application)]
      WHEN staged.existing_application_id <> staged.application_id
        THEN ARRAY[
          'application',
          staged.application,
          'this interview is about another application already: import it with deleted=yes first, then again for this one'
        ]
      WHEN staged.ends_at < staged.starts_at
        THEN ARRAY['ends_at', staged.record ->> 'ends_at', 'is before starts_at: correct one of the two times']
      WHEN import_is_future(staged.scheduled_at, :'as_of')
        THEN ARRAY[
          'scheduled_at',
          staged.record ->> 'scheduled_at',
          import_from_the_future(:'as_of', staged.agency_zone)
        ]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT staged.deleted OR coalesce(staged.application IN (SELECT deleted_keys.key FROM deleted_keys), false) AS is_out
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
      (
        validated.scheduled_at,
        validated.starts_at,
        validated.ends_at,
        validated.time_zone,
        validated.status,
        validated.kind,
        validated.location
      )::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO interview (
    agency_id, candidate_id, source, external_id, application_id, scheduled_at, starts_at, ends_at, time_zone, status,
    kind, location
  )
  SELECT
    :agency::integer,
    verdicts.candidate_id,
    :'source'::text,
    verdicts.key,
    verdicts.application_id,
    verdicts.scheduled_at,
    verdicts.starts_at,
    verdicts.ends_at,
    verdicts.time_zone,
    verdicts.status,
    verdicts.kind,
    verdicts.location
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT interview_external_id_is_unique DO UPDATE
  SET scheduled_at = excluded.scheduled_at,
    starts_at = excluded.starts_at,
    ends_at = excluded.ends_at,
    time_zone = excluded.time_zone,
    status = excluded.status,
    kind = excluded.kind,
    location = excluded.location
),
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'interviews',
    interview.external_id,
    interview.interview_id,
    false
  FROM deleted_keys
  JOIN application
    ON application.agency_id = :agency
    AND application.application_id = deleted_keys.id
  JOIN interview
    ON interview.agency_id = :agency
    AND interview.candidate_id = application.candidate_id
    AND interview.application_id = application.application_id
  WHERE NOT EXISTS (
    SELECT
    FROM staged
    WHERE staged.stored_id = interview.interview_id
  )
),
/* include: outcome */
