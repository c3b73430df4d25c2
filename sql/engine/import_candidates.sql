-- statement: import_candidates
-- summary: Candidates from staging. Whoever was erased stays erased, whatever the source still says about them.
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
    stored.candidate_id AS stored_id,
    stored.erased_at,
    (
      stored.name,
      stored.email,
      stored.phone,
      stored.time_zone,
      stored.recruiter_id,
      stored.status,
      stored.status_since,
      stored.search_started_on,
      stored.do_not_contact
    )::text AS existing,
    agency.time_zone AS agency_zone,
    recruiter.recruiter_id,
    row.record ->> 'recruiter' AS recruiter,
    import_name(row.record, stored.name) AS name,
    import_text(row.record, 'email', stored.email) AS email,
    import_text(row.record, 'phone', stored.phone) AS phone,
    import_text(row.record, 'time_zone', stored.time_zone) AS time_zone,
    coalesce(import_text(row.record, 'status', stored.status), 'active') AS status,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'status_since'
        THEN import_moment(
          nullif(row.record ->> 'status_since', ''),
          coalesce(import_text(row.record, 'time_zone', stored.time_zone), agency.time_zone)
        )
      ELSE stored.status_since
    END AS status_since,
    CASE
      WHEN row.fault_reason IS NULL THEN import_text(row.record, 'search_started_on', stored.search_started_on::text)::date
    END AS search_started_on,
    CASE
      WHEN row.fault_reason IS NULL THEN import_boolean(row.record, 'do_not_contact', stored.do_not_contact, false)
    END AS do_not_contact
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'recruiter' AS recruiter
    OFFSET 0
  ) AS named
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN candidate AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  LEFT JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.source = :'source'
    AND recruiter.external_id = named.recruiter
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'candidates'
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
    staged.erased_at,
    staged.existing,
    staged.name,
    staged.email,
    staged.phone,
    staged.time_zone,
    staged.recruiter_id,
    staged.status,
    no_later_than(staged.status_since, :'as_of'::timestamptz) AS status_since,
    staged.search_started_on,
    staged.do_not_contact,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.recruiter_id IS NULL
        THEN ARRAY['recruiter', staged.recruiter, import_no_such('recruiter', staged.recruiter)]
      WHEN import_is_future(staged.status_since, :'as_of')
        THEN ARRAY[
          'status_since',
          staged.record ->> 'status_since',
          import_from_the_future(:'as_of', staged.agency_zone)
        ]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT staged.deleted OR coalesce(staged.recruiter IN (SELECT deleted_keys.key FROM deleted_keys), false) AS is_out
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
      validated.erased_at IS NULL
        AND (
          validated.name,
          validated.email,
          validated.phone,
          validated.time_zone,
          validated.recruiter_id,
          validated.status,
          validated.status_since,
          validated.search_started_on,
          validated.do_not_contact
        )::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO candidate (
    agency_id, source, external_id, name, email, phone, time_zone, recruiter_id, status, status_since, search_started_on,
    do_not_contact
  )
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    verdicts.name,
    verdicts.email,
    verdicts.phone,
    verdicts.time_zone,
    verdicts.recruiter_id,
    verdicts.status,
    verdicts.status_since,
    verdicts.search_started_on,
    verdicts.do_not_contact
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT candidate_external_id_is_unique DO UPDATE
  SET name = excluded.name,
    email = excluded.email,
    phone = excluded.phone,
    time_zone = excluded.time_zone,
    recruiter_id = excluded.recruiter_id,
    status = excluded.status,
    status_since = excluded.status_since,
    search_started_on = excluded.search_started_on,
    do_not_contact = excluded.do_not_contact
),
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'candidates',
    candidate.external_id,
    candidate.candidate_id,
    false
  FROM deleted_keys
  JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.recruiter_id = deleted_keys.id
  WHERE NOT EXISTS (
    SELECT
    FROM staged
    WHERE staged.stored_id = candidate.candidate_id
  )
),
/* include: outcome */
