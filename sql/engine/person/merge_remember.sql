-- statement: merge_remember
-- summary: Keeps the id of a row that is merged into another one, and who merged it; what was merged into it before is the kept one's.
WITH before AS (
  UPDATE person_merged
  SET candidate_id = CASE WHEN :'kind'::text = 'candidate' THEN :kept::bigint END,
    contact_id = CASE WHEN :'kind'::text = 'contact' THEN :kept::bigint END,
    reference_id = CASE WHEN :'kind'::text = 'reference' THEN :kept::bigint END
  WHERE person_merged.agency_id = :agency
    AND person_merged.kind = :'kind'::text
    AND coalesce(person_merged.candidate_id, person_merged.contact_id, person_merged.reference_id) = :merged::bigint
  RETURNING person_merged.merge_id
)
INSERT INTO person_merged (
  agency_id,
  kind,
  source,
  external_id,
  candidate_id,
  contact_id,
  reference_id,
  name,
  email,
  phone,
  do_not_contact,
  consent,
  status,
  merged_at,
  merged_by
)
SELECT
  :agency::integer,
  :'kind'::text,
  gone.source,
  gone.external_id,
  CASE WHEN :'kind'::text = 'candidate' THEN :kept::bigint END,
  CASE WHEN :'kind'::text = 'contact' THEN :kept::bigint END,
  CASE WHEN :'kind'::text = 'reference' THEN :kept::bigint END,
  gone.name,
  gone.email,
  gone.phone,
  gone.do_not_contact,
  gone.consent,
  gone.status,
  :'as_of'::timestamptz,
  :'by'::text
FROM (
  SELECT
    candidate.source,
    candidate.external_id,
    candidate.name,
    candidate.email,
    candidate.phone,
    candidate.do_not_contact,
    NULL::text AS consent,
    candidate.status
  FROM candidate
  WHERE :'kind'::text = 'candidate'
    AND candidate.agency_id = :agency
    AND candidate.candidate_id = :merged::bigint
  UNION ALL
  SELECT
    contact.source,
    contact.external_id,
    contact.name,
    contact.email,
    contact.phone,
    contact.do_not_contact,
    NULL,
    NULL
  FROM contact
  WHERE :'kind'::text = 'contact'
    AND contact.agency_id = :agency
    AND contact.contact_id = :merged::bigint
  UNION ALL
  SELECT
    reference_contact.source,
    reference_contact.external_id,
    reference_contact.name,
    reference_contact.email,
    reference_contact.phone,
    reference_contact.do_not_contact,
    reference_contact.consent,
    reference_contact.status
  FROM reference_contact
  WHERE :'kind'::text = 'reference'
    AND reference_contact.agency_id = :agency
    AND reference_contact.reference_id = :merged::bigint
) AS gone
