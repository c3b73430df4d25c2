-- statement: merge_keep
-- summary: What is empty on the row that is kept is filled from the one that is merged into it, and the stricter of the two holds.
WITH candidates AS (
  UPDATE candidate
  SET name = becomes.name,
    email = becomes.email,
    phone = becomes.phone,
    time_zone = becomes.time_zone,
    status = becomes.status,
    status_since = becomes.status_since,
    search_started_on = becomes.search_started_on,
    do_not_contact = becomes.do_not_contact
  FROM candidate AS own
  JOIN candidate AS other
    ON other.agency_id = :agency
    AND other.candidate_id = :merged::bigint
  CROSS JOIN LATERAL jsonb_populate_record(
    NULL::candidate,
    (
      SELECT jsonb_object_agg(fields.field, fields.becomes)
      FROM merged_fields(to_jsonb(own), to_jsonb(other)) AS fields
    )
  ) AS becomes
  WHERE own.agency_id = :agency
    AND own.candidate_id = ANY (CASE WHEN :'kind'::text = 'candidate' THEN ARRAY[:kept::bigint] ELSE '{}' END)
    AND candidate.agency_id = :agency
    AND candidate.candidate_id = own.candidate_id
  RETURNING candidate.candidate_id
),
contacts AS (
  UPDATE contact
  SET name = becomes.name,
    title = becomes.title,
    email = becomes.email,
    phone = becomes.phone,
    time_zone = becomes.time_zone,
    do_not_contact = becomes.do_not_contact
  FROM contact AS own
  JOIN contact AS other
    ON other.agency_id = :agency
    AND other.contact_id = :merged::bigint
  CROSS JOIN LATERAL jsonb_populate_record(
    NULL::contact,
    (
      SELECT jsonb_object_agg(fields.field, fields.becomes)
      FROM merged_fields(to_jsonb(own), to_jsonb(other)) AS fields
    )
  ) AS becomes
  WHERE own.agency_id = :agency
    AND own.contact_id = ANY (CASE WHEN :'kind'::text = 'contact' THEN ARRAY[:kept::bigint] ELSE '{}' END)
    AND contact.agency_id = :agency
    AND contact.contact_id = own.contact_id
  RETURNING contact.contact_id
),
reference_contacts AS (
  UPDATE reference_contact
  SET name = becomes.name,
    relationship = becomes.relationship,
    company = becomes.company,
    email = becomes.email,
    phone = becomes.phone,
    time_zone = becomes.time_zone,
    lawful_basis = becomes.lawful_basis,
    consent = becomes.consent,
    consent_at = becomes.consent_at,
    consent_source = becomes.consent_source,
    status = becomes.status,
    status_since = becomes.status_since,
    added_at = becomes.added_at,
    do_not_contact = becomes.do_not_contact
  FROM reference_contact AS own
  JOIN reference_contact AS other
    ON other.agency_id = :agency
    AND other.reference_id = :merged::bigint
  CROSS JOIN LATERAL jsonb_populate_record(
    NULL::reference_contact,
    (
      SELECT jsonb_object_agg(fields.field, fields.becomes)
      FROM merged_fields(to_jsonb(own), to_jsonb(other)) AS fields
    )
  ) AS becomes
  WHERE own.agency_id = :agency
    AND own.reference_id = ANY (CASE WHEN :'kind'::text = 'reference' THEN ARRAY[:kept::bigint] ELSE '{}' END)
    AND reference_contact.agency_id = :agency
    AND reference_contact.reference_id = own.reference_id
  RETURNING reference_contact.reference_id
)
SELECT
  (SELECT count(*) FROM candidates)
  + (SELECT count(*) FROM contacts)
  + (SELECT count(*) FROM reference_contacts) AS rows
