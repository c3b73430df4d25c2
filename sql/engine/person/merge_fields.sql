-- statement: merge_fields
-- summary: The fields in which two rows of one person differ, what each becomes, and whether the two have an address, a number or a name in common.
-- nullable: kept_value, merged_value, becomes
WITH row_of AS MATERIALIZED (
  SELECT
    candidate.candidate_id AS id,
    to_jsonb(candidate) - 'recruiter_id' || jsonb_build_object('recruiter', recruiter.external_id) AS cells
  FROM candidate
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = candidate.recruiter_id
  WHERE :'kind'::text = 'candidate'
    AND candidate.agency_id = :agency
    AND candidate.candidate_id IN (:kept::bigint, :merged::bigint)
  UNION ALL
  SELECT
    contact.contact_id,
    to_jsonb(contact)
  FROM contact
  WHERE :'kind'::text = 'contact'
    AND contact.agency_id = :agency
    AND contact.contact_id IN (:kept::bigint, :merged::bigint)
  UNION ALL
  SELECT
    reference_contact.reference_id,
    to_jsonb(reference_contact)
  FROM reference_contact
  WHERE :'kind'::text = 'reference'
    AND reference_contact.agency_id = :agency
    AND reference_contact.reference_id IN (:kept::bigint, :merged::bigint)
)
SELECT
  fields.field,
  fields.kept_value,
  fields.merged_value,
  fields.becomes,
  alike.is_alike
FROM row_of AS own
JOIN row_of AS other ON other.id = :merged::bigint
CROSS JOIN LATERAL merged_fields(own.cells, other.cells) AS fields
CROSS JOIN LATERAL (
  SELECT coalesce(usable_email(own.cells ->> 'email') = usable_email(other.cells ->> 'email'), false)
    OR coalesce(usable_phone(own.cells ->> 'phone') = usable_phone(other.cells ->> 'phone'), false)
    OR lower(btrim(own.cells ->> 'name')) = lower(btrim(other.cells ->> 'name')) AS is_alike
) AS alike
WHERE own.id = :kept::bigint
  AND fields.kept_value IS DISTINCT FROM fields.merged_value
ORDER BY fields.field
