-- statement: import_references
-- summary: References from staging. Whoever was erased stays erased, whatever the source still says about them.
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
    stored.reference_id AS stored_id,
    stored.candidate_id AS existing_candidate_id,
    stored.erased_at,
    (
      stored.name,
      stored.relationship,
      stored.company,
      stored.email,
      stored.phone,
      stored.time_zone,
      stored.consent,
      stored.status,
      stored.status_since,
      stored.added_at,
      stored.do_not_contact
    )::text AS existing,
    agency.time_zone AS agency_zone,
    candidate.candidate_id,
    row.record ->> 'candidate' AS candidate,
    import_name(row.record, stored.name) AS name,
    import_text(row.record, 'relationship', stored.relationship) AS relationship,
    import_text(row.record, 'company', stored.company) AS company,
    import_text(row.record, 'email', stored.email) AS email,
    import_text(row.record, 'phone', stored.phone) AS phone,
    import_text(row.record, 'time_zone', stored.time_zone) AS time_zone,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'consent'
        THEN CASE nullif(row.record ->> 'consent', '')::boolean WHEN true THEN 'yes' WHEN false THEN 'no' END
      ELSE stored.consent
    END AS consent,
    coalesce(import_text(row.record, 'status', stored.status), 'active') AS status,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'status_since' THEN import_moment(nullif(row.record ->> 'status_since', ''), given.zone)
      ELSE stored.status_since
    END AS status_since,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'added_at' THEN import_moment(nullif(row.record ->> 'added_at', ''), given.zone)
      ELSE stored.added_at
    END AS added_at,
    CASE
      WHEN row.fault_reason IS NULL THEN import_boolean(row.record, 'do_not_contact', stored.do_not_contact, false)
    END AS do_not_contact
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'candidate' AS candidate
    OFFSET 0
  ) AS named
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN reference_contact AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  CROSS JOIN LATERAL (
    SELECT coalesce(import_text(row.record, 'time_zone', stored.time_zone), agency.time_zone) AS zone
  ) AS given
  LEFT JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.source = :'source'
    AND candidate.external_id = named.candidate
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'references'
    AND row.skip IS NULL
),
deleted_keys AS MATERIALIZED (
  SELECT
    import_out.key,
    import_out.id
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.target = 'candidates'
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
    staged.candidate_id,
    staged.name,
    staged.relationship,
    staged.company,
    staged.email,
    staged.phone,
    staged.time_zone,
    staged.consent,
    staged.status,
    no_later_than(staged.status_since, :'as_of'::timestamptz) AS status_since,
    no_later_than(staged.added_at, :'as_of'::timestamptz) AS added_at,
    staged.do_not_contact,
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
          'this reference is another candidate''s already: import it with deleted=yes first, then again as this candidate''s'
        ]
      WHEN import_is_future(staged.status_since, :'as_of')
        THEN ARRAY[
          'status_since',
          staged.record ->> 'status_since',
          import_from_the_future(:'as_of', staged.agency_zone)
        ]
      WHEN import_is_future(staged.added_at, :'as_of')
        THEN ARRAY['added_at', staged.record ->> 'added_at', import_from_the_future(:'as_of', staged.agency_zone)]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT staged.deleted OR coalesce(staged.candidate IN (SELECT deleted_keys.key FROM deleted_keys), false) AS is_out
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
          validated.relationship,
          validated.company,
          validated.email,
          validated.phone,
          validated.time_zone,
          validated.consent,
          validated.status,
          validated.status_since,
          validated.added_at,
          validated.do_not_contact
        )::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO reference_contact (
    agency_id, candidate_id, source, external_id, name, relationship, company, email, phone, time_zone, consent, status,
    status_since, added_at, do_not_contact
  )
  SELECT
    :agency::integer,
    verdicts.candidate_id,
    :'source'::text,
    verdicts.key,
    verdicts.name,
    verdicts.relationship,
    verdicts.company,
    verdicts.email,
    verdicts.phone,
    verdicts.time_zone,
    verdicts.consent,
    verdicts.status,
    verdicts.status_since,
    verdicts.added_at,
    verdicts.do_not_contact
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT reference_contact_external_id_is_unique DO UPDATE
  SET name = excluded.name,
    relationship = excluded.relationship,
    company = excluded.company,
    email = excluded.email,
    phone = excluded.phone,
    time_zone = excluded.time_zone,
    consent = excluded.consent,
    status = excluded.status,
    status_since = excluded.status_since,
    added_at = excluded.added_at,
    do_not_contact = excluded.do_not_contact
),
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'references',
    reference.external_id,
    reference.reference_id,
    false
  FROM deleted_keys
  JOIN reference_contact AS reference
    ON reference.agency_id = :agency
    AND reference.candidate_id = deleted_keys.id
  WHERE NOT EXISTS (
    SELECT
    FROM staged
    WHERE staged.stored_id = reference.reference_id
  )
),
/* include: outcome */
