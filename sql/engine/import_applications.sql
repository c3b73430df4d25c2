-- statement: import_applications
-- summary: Applications from staging; a stage with its date also goes into the history.
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
    stored.application_id AS stored_id,
    stored.candidate_id AS existing_candidate_id,
    (
      stored.job_order_id,
      stored.stage,
      stored.stage_since,
      stored.decision,
      stored.decided_at,
      stored.start_on,
      stored.announce_on
    )::text AS existing,
    agency.time_zone AS agency_zone,
    candidate.candidate_id,
    job_order.job_order_id,
    row.record ->> 'candidate' AS candidate,
    row.record ->> 'job_order' AS job_order,
    import_text(row.record, 'stage', stored.stage) AS stage,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'stage_since'
        THEN import_moment(nullif(row.record ->> 'stage_since', ''), agency.time_zone)
      ELSE stored.stage_since
    END AS stage_since,
    import_text(row.record, 'decision', stored.decision) AS decision,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'decided_at'
        THEN import_moment(nullif(row.record ->> 'decided_at', ''), agency.time_zone)
      ELSE stored.decided_at
    END AS decided_at,
    CASE
      WHEN row.fault_reason IS NULL THEN import_text(row.record, 'start_date', stored.start_on::text)::date
    END AS start_on,
    CASE
      WHEN row.fault_reason IS NULL THEN import_text(row.record, 'announce_on', stored.announce_on::text)::date
    END AS announce_on
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'candidate' AS candidate,
      row.record ->> 'job_order' AS job_order
    OFFSET 0
  ) AS named
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN application AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  LEFT JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.source = :'source'
    AND candidate.external_id = named.candidate
  LEFT JOIN job_order
    ON job_order.agency_id = :agency
    AND job_order.source = :'source'
    AND job_order.external_id = named.job_order
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'applications'
    AND row.skip IS NULL
),
deleted_keys AS MATERIALIZED (
  SELECT
    import_out.target,
    import_out.key,
    import_out.id
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.target IN ('candidates', 'job_orders')
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
    staged.job_order_id,
    staged.stage,
    no_later_than(staged.stage_since, :'as_of'::timestamptz) AS stage_since,
    staged.decision,
    no_later_than(staged.decided_at, :'as_of'::timestamptz) AS decided_at,
    staged.start_on,
    staged.announce_on,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.candidate_id IS NULL
        THEN ARRAY['candidate', staged.candidate, import_no_such('candidate', staged.candidate)]
      WHEN staged.existing_candidate_id <> staged.candidate_id
        THEN ARRAY[
          'candidate',
          staged.candidate,
          'this application is another candidate''s already: import it with deleted=yes first, then again as this candidate''s'
        ]
      WHEN staged.job_order_id IS NULL
        THEN ARRAY['job_order', staged.job_order, import_no_such('job order', staged.job_order)]
      WHEN import_is_future(staged.stage_since, :'as_of')
        THEN ARRAY[
          'stage_since',
          staged.record ->> 'stage_since',
          import_from_the_future(:'as_of', staged.agency_zone)
        ]
      WHEN import_is_future(staged.decided_at, :'as_of')
        THEN ARRAY['decided_at', staged.record ->> 'decided_at', import_from_the_future(:'as_of', staged.agency_zone)]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT
      staged.deleted
        OR coalesce(staged.candidate IN (SELECT deleted_keys.key FROM deleted_keys WHERE deleted_keys.target = 'candidates'), false)
        OR coalesce(staged.job_order IN (SELECT deleted_keys.key FROM deleted_keys WHERE deleted_keys.target = 'job_orders'), false)
        AS is_out
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
        validated.job_order_id,
        validated.stage,
        validated.stage_since,
        validated.decision,
        validated.decided_at,
        validated.start_on,
        validated.announce_on
      )::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO application (
    agency_id, candidate_id, source, external_id, job_order_id, stage, stage_since, decision, decided_at, start_on,
    announce_on
  )
  SELECT
    :agency::integer,
    verdicts.candidate_id,
    :'source'::text,
    verdicts.key,
    verdicts.job_order_id,
    verdicts.stage,
    verdicts.stage_since,
    verdicts.decision,
    verdicts.decided_at,
    verdicts.start_on,
    verdicts.announce_on
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT application_external_id_is_unique DO UPDATE
  SET job_order_id = excluded.job_order_id,
    stage = excluded.stage,
    stage_since = excluded.stage_since,
    decision = excluded.decision,
    decided_at = excluded.decided_at,
    start_on = excluded.start_on,
    announce_on = excluded.announce_on
  RETURNING candidate_id, application_id, stage, stage_since
),
history AS (
  INSERT INTO application_stage (agency_id, candidate_id, application_id, stage, since)
  SELECT
    :agency::integer,
    written.candidate_id,
    written.application_id,
    written.stage,
    written.stage_since
  FROM written
  WHERE written.stage IS NOT NULL
    AND written.stage_since IS NOT NULL
  ON CONFLICT ON CONSTRAINT application_stage_pkey DO NOTHING
),
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'applications',
    going.external_id,
    going.application_id,
    false
  FROM (
    SELECT
      application.external_id,
      application.application_id
    FROM deleted_keys
    JOIN application
      ON application.agency_id = :agency
      AND application.candidate_id = deleted_keys.id
    WHERE deleted_keys.target = 'candidates'
    UNION
    SELECT
      application.external_id,
      application.application_id
    FROM deleted_keys
    JOIN application
      ON application.agency_id = :agency
      AND application.job_order_id = deleted_keys.id
    WHERE deleted_keys.target = 'job_orders'
  ) AS going
  WHERE NOT EXISTS (
    SELECT
    FROM staged
    WHERE staged.stored_id = going.application_id
  )
),
/* include: outcome */
