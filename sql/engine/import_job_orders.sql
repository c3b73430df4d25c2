-- statement: import_job_orders
-- summary: Job orders from staging.
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
    stored.job_order_id AS stored_id,
    (
      stored.client_id,
      stored.title,
      stored.recruiter_id,
      stored.hiring_contact_id,
      stored.status,
      stored.status_since
    )::text AS existing,
    agency.time_zone AS agency_zone,
    client.client_id,
    recruiter.recruiter_id,
    CASE WHEN row.record ? 'hiring_contact' THEN contact.contact_id ELSE stored.hiring_contact_id END AS hiring_contact_id,
    row.record ->> 'client' AS client,
    row.record ->> 'recruiter' AS recruiter,
    nullif(row.record ->> 'hiring_contact', '') AS hiring_contact,
    import_text(row.record, 'title', stored.title) AS title,
    coalesce(import_text(row.record, 'status', stored.status), 'open') AS status,
    CASE
      WHEN row.fault_reason IS NOT NULL THEN NULL
      WHEN row.record ? 'status_since'
        THEN import_moment(nullif(row.record ->> 'status_since', ''), agency.time_zone)
      ELSE stored.status_since
    END AS status_since
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'client' AS client,
      row.record ->> 'recruiter' AS recruiter,
      nullif(row.record ->> 'hiring_contact', '') AS hiring_contact
    OFFSET 0
  ) AS named
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN job_order AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  LEFT JOIN client
    ON client.agency_id = :agency
    AND client.source = :'source'
    AND client.external_id = named.client
  LEFT JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.source = :'source'
    AND recruiter.external_id = named.recruiter
  LEFT JOIN contact
    ON contact.agency_id = :agency
    AND contact.source = :'source'
    AND contact.external_id = named.hiring_contact
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'job_orders'
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
    AND import_out.target IN ('clients', 'recruiters', 'contacts')
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
    staged.client_id,
    staged.title,
    staged.recruiter_id,
    staged.hiring_contact_id,
    staged.status,
    no_later_than(staged.status_since, :'as_of'::timestamptz) AS status_since,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.client_id IS NULL THEN ARRAY['client', staged.client, import_no_such('client', staged.client)]
      WHEN staged.recruiter_id IS NULL
        THEN ARRAY['recruiter', staged.recruiter, import_no_such('recruiter', staged.recruiter)]
      WHEN staged.hiring_contact IS NOT NULL AND staged.hiring_contact_id IS NULL
        THEN ARRAY['hiring_contact', staged.hiring_contact, import_no_such('contact', staged.hiring_contact)]
      WHEN import_is_future(staged.status_since, :'as_of')
        THEN ARRAY[
          'status_since',
          staged.record ->> 'status_since',
          import_from_the_future(:'as_of', staged.agency_zone)
        ]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT
      staged.deleted
        OR coalesce(staged.client IN (SELECT deleted_keys.key FROM deleted_keys WHERE deleted_keys.target = 'clients'), false)
        OR coalesce(staged.recruiter IN (SELECT deleted_keys.key FROM deleted_keys WHERE deleted_keys.target = 'recruiters'), false)
        OR coalesce(staged.hiring_contact IN (SELECT deleted_keys.key FROM deleted_keys WHERE deleted_keys.target = 'contacts'), false)
        OR coalesce(staged.hiring_contact_id IN (SELECT deleted_keys.id FROM deleted_keys WHERE deleted_keys.target = 'contacts'), false)
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
        validated.client_id,
        validated.title,
        validated.recruiter_id,
        validated.hiring_contact_id,
        validated.status,
        validated.status_since
      )::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO job_order (
    agency_id, source, external_id, client_id, title, recruiter_id, hiring_contact_id, status, status_since
  )
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    verdicts.client_id,
    verdicts.title,
    verdicts.recruiter_id,
    verdicts.hiring_contact_id,
    verdicts.status,
    verdicts.status_since
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT job_order_external_id_is_unique DO UPDATE
  SET client_id = excluded.client_id,
    title = excluded.title,
    recruiter_id = excluded.recruiter_id,
    hiring_contact_id = excluded.hiring_contact_id,
    status = excluded.status,
    status_since = excluded.status_since
),
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'job_orders',
    going.external_id,
    going.job_order_id,
    false
  FROM (
    SELECT
      job_order.external_id,
      job_order.job_order_id
    FROM deleted_keys
    JOIN job_order
      ON job_order.agency_id = :agency
      AND job_order.client_id = deleted_keys.id
    WHERE deleted_keys.target = 'clients'
    UNION
    SELECT
      job_order.external_id,
      job_order.job_order_id
    FROM deleted_keys
    JOIN job_order
      ON job_order.agency_id = :agency
      AND job_order.recruiter_id = deleted_keys.id
    WHERE deleted_keys.target = 'recruiters'
    UNION
    SELECT
      job_order.external_id,
      job_order.job_order_id
    FROM deleted_keys
    JOIN job_order
      ON job_order.agency_id = :agency
      AND job_order.hiring_contact_id = deleted_keys.id
    WHERE deleted_keys.target = 'contacts'
  ) AS going
  WHERE NOT EXISTS (
    SELECT
    FROM staged
    WHERE staged.stored_id = going.job_order_id
  )
),
/* include: outcome */
