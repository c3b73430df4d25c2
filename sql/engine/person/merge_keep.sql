-- statement: merge_keep
-- summary: What is empty on the row that is kept is filled from the one that is merged into it, and the stricter of the two holds.
WITH candidates AS (
  UPDATE candidate
  SET (name, email, phone, time_zone, status, status_since, search_started_on, do_not_contact) = (
      SELECT
        becomes.name,
        becomes.email,
        becomes.phone,
        becomes.time_zone,
        becomes.status,
        becomes.status_since,
        becomes.search_started_on,
        becomes.do_not_contact
      FROM jsonb_populate_record(
        NULL::candidate,
        (
          SELECT jsonb_object_agg(fields.field, fields.becomes)
          FROM merged_fields(to_jsonb(candidate), to_jsonb(other)) AS fields
        )
      ) AS becomes
    )
  FROM candidate AS other
  WHERE :'kind'::text = 'candidate'
    AND candidate.agency_id = :agency
    AND candidate.candidate_id = :kept::bigint
    AND other.agency_id = :agency
    AND other.candidate_id = :merged::bigint
  RETURNING candidate.candidate_id
),
contacts AS (
  UPDATE contact
  SET (name, title, email, phone, time_zone, do_not_contact) = (
      SELECT
        becomes.name,
        becomes.title,
        becomes.email,
        becomes.phone,
        becomes.time_zone,
        becomes.do_not_contact
      FROM jsonb_populate_record(
        NULL::contact,
        (
          SELECT jsonb_object_agg(fields.field, fields.becomes)
          FROM merged_fields(to_jsonb(contact), to_jsonb(other)) AS fields
        )
      ) AS becomes
    )
  FROM contact AS other
  WHERE :'kind'::text = 'contact'
    AND contact.agency_id = :agency
    AND contact.contact_id = :kept::bigint
    AND other.agency_id = :agency
    AND other.contact_id = :merged::bigint
  RETURNING contact.contact_id
),
reference_contacts AS (
  UPDATE reference_contact
  SET (
      name,
      relationship,
      company,
      email,
      phone,
      time_zone,
      lawful_basis,
      consent,
      consent_at,
      consent_source,
      status,
      status_since,
      added_at,
      do_not_contact
    ) = (
      SELECT
        becomes.name,
        becomes.relationship,
        becomes.company,
        becomes.email,
        becomes.phone,
        becomes.time_zone,
        becomes.lawful_basis,
        becomes.consent,
        becomes.consent_at,
        becomes.consent_source,
        becomes.status,
        becomes.status_since,
        becomes.added_at,
        becomes.do_not_contact
      FROM jsonb_populate_record(
        NULL::reference_contact,
        (
          SELECT jsonb_object_agg(fields.field, fields.becomes)
          FROM merged_fields(to_jsonb(reference_contact), to_jsonb(other)) AS fields
        )
      ) AS becomes
    )
  FROM reference_contact AS other
  WHERE :'kind'::text = 'reference'
    AND reference_contact.agency_id = :agency
    AND reference_contact.reference_id = :kept::bigint
    AND other.agency_id = :agency
    AND other.reference_id = :merged::bigint
  RETURNING reference_contact.reference_id
)
SELECT
  (SELECT count(*) FROM candidates)
  + (SELECT count(*) FROM contacts)
  + (SELECT count(*) FROM reference_contacts) AS rows
