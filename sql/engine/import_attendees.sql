-- statement: import_attendees
-- summary: Attendees from staging; interview and contact are the key.
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
    stored.role AS existing,
    interview.candidate_id,
    interview.interview_id,
    contact.contact_id,
    row.record ->> 'interview' AS interview,
    row.record ->> 'contact' AS contact,
    import_text(row.record, 'role', stored.role) AS role
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'interview' AS interview,
      row.record ->> 'contact' AS contact
    OFFSET 0
  ) AS named
  LEFT JOIN interview
    ON interview.agency_id = :agency
    AND interview.source = :'source'
    AND interview.external_id = named.interview
  LEFT JOIN contact
    ON contact.agency_id = :agency
    AND contact.source = :'source'
    AND contact.external_id = named.contact
  LEFT JOIN attendee AS stored
    ON stored.agency_id = :agency
    AND stored.candidate_id = interview.candidate_id
    AND stored.interview_id = interview.interview_id
    AND stored.contact_id = contact.contact_id
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'attendees'
    AND row.skip IS NULL
),
deleted_keys AS MATERIALIZED (
  SELECT
    import_out.target,
    import_out.key
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.target IN ('interviews', 'contacts')
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
    staged.interview_id,
    staged.contact_id,
    staged.role,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN staged.interview_id IS NULL
        THEN ARRAY['interview', staged.interview, import_no_such('interview', staged.interview)]
      WHEN staged.contact_id IS NULL THEN ARRAY['contact', staged.contact, import_no_such('contact', staged.contact)]
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT
      staged.deleted
        OR coalesce(staged.interview IN (SELECT deleted_keys.key FROM deleted_keys WHERE deleted_keys.target = 'interviews'), false)
        OR coalesce(staged.contact IN (SELECT deleted_keys.key FROM deleted_keys WHERE deleted_keys.target = 'contacts'), false) AS is_out
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
      validated.role IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
written AS (
  INSERT INTO attendee (agency_id, candidate_id, interview_id, contact_id, role)
  SELECT
    :agency::integer,
    verdicts.candidate_id,
    verdicts.interview_id,
    verdicts.contact_id,
    verdicts.role
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT attendee_pkey DO UPDATE
  SET role = excluded.role
),
removed AS (
  DELETE FROM attendee
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND attendee.agency_id = :agency
    AND attendee.candidate_id = verdicts.candidate_id
    AND attendee.interview_id = verdicts.interview_id
    AND attendee.contact_id = verdicts.contact_id
),
/* include: outcome */
