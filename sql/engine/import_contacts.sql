-- statement: import_contacts
-- summary: Contacts from staging. Whoever was erased stays erased, whatever the source still says about them.
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
    stored.contact_id AS stored_id,
    stored.erased_at,
    (
      stored.client_id,
      stored.name,
      stored.title,
      stored.email,
      stored.phone,
      stored.time_zone,
      stored.do_not_contact
    )::text AS existing,
    client.client_id,
    row.record ->> 'client' AS client,
    import_name(row.record, stored.name) AS name,
    import_text(row.record, 'title', stored.title) AS title,
    import_text(row.record, 'email', stored.email) AS email,
    import_text(row.record, 'phone', stored.phone) AS phone,
    import_text(row.record, 'time_zone', stored.time_zone) AS time_zone,
    CASE
      WHEN row.fault_reason IS NULL THEN import_boolean(row.record, 'do_not_contact', stored.do_not_contact, false)
    END AS do_not_contact
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'client' AS client
    OFFSET 0
  ) AS named
  LEFT JOIN contact AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  LEFT JOIN client
    ON client.agency_id = :agency
    AND client.source = :'source'
    AND client.external_id = named.client
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'contacts'
    AND row.skip IS NULL
),
deleted_keys AS MATERIALIZED (
  SELECT
    import_out.key,
    import_out.id
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.target = 'clients'
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
    staged.client_id,
    staged.name,
    staged.title,
    staged.email,
    staged.phone,
    staged.time_zone,
    staged.do_not_contact,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.client_id IS NULL THEN ARRAY['client', staged.client, import_no_such('client', staged.client)]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT staged.deleted OR coalesce(staged.client IN (SELECT deleted_keys.key FROM deleted_keys), false) AS is_out
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
          validated.client_id,
          validated.name,
          validated.title,
          validated.email,
          validated.phone,
          validated.time_zone,
          validated.do_not_contact
        )::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO contact (
    agency_id, source, external_id, client_id, name, title, email, phone, time_zone, do_not_contact
  )
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    verdicts.client_id,
    verdicts.name,
    verdicts.title,
    verdicts.email,
    verdicts.phone,
    verdicts.time_zone,
    verdicts.do_not_contact
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT contact_external_id_is_unique DO UPDATE
  SET client_id = excluded.client_id,
    name = excluded.name,
    title = excluded.title,
    email = excluded.email,
    phone = excluded.phone,
    time_zone = excluded.time_zone,
    do_not_contact = excluded.do_not_contact
),
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'contacts',
    contact.external_id,
    contact.contact_id,
    false
  FROM deleted_keys
  JOIN contact
    ON contact.agency_id = :agency
    AND contact.client_id = deleted_keys.id
  WHERE NOT EXISTS (
    SELECT
    FROM staged
    WHERE staged.stored_id = contact.contact_id
  )
),
/* include: outcome */
