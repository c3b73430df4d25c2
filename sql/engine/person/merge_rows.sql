-- statement: merge_rows
-- summary: The rows with an id, of every kind; where several sources have that id, SOURCE:ID says which. With them, rows that were merged before.
-- nullable: of_id, of_kind, merged_into, merged_on
WITH word AS (
  SELECT
    :'word'::text AS id,
    substr(:'word'::text, strpos(:'word'::text, ':') + 1) AS rest,
    split_part(:'word'::text, ':', 1) AS source
),
found AS (
  SELECT
    'candidate' AS kind,
    candidate.candidate_id AS id,
    candidate.source,
    candidate.external_id,
    candidate.name,
    candidate.erased_at IS NOT NULL AS is_erased,
    NULL::text AS of_kind,
    NULL::text AS of_id,
    NULL::text AS merged_into,
    NULL::timestamptz AS merged_at
  FROM word
  JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.external_id IN (word.id, word.rest)
  UNION ALL
  SELECT
    'contact',
    contact.contact_id,
    contact.source,
    contact.external_id,
    contact.name,
    contact.erased_at IS NOT NULL,
    'client',
    client.external_id,
    NULL,
    NULL
  FROM word
  JOIN contact
    ON contact.agency_id = :agency
    AND contact.external_id IN (word.id, word.rest)
  JOIN client
    ON client.agency_id = :agency
    AND client.client_id = contact.client_id
  UNION ALL
  SELECT
    'reference',
    reference_contact.reference_id,
    reference_contact.source,
    reference_contact.external_id,
    reference_contact.name,
    reference_contact.erased_at IS NOT NULL,
    'candidate',
    candidate.external_id,
    NULL,
    NULL
  FROM word
  JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND reference_contact.external_id IN (word.id, word.rest)
  JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = reference_contact.candidate_id
  UNION ALL
  SELECT
    'recruiter',
    recruiter.recruiter_id,
    recruiter.source,
    recruiter.external_id,
    recruiter.name,
    false,
    NULL,
    NULL,
    NULL,
    NULL
  FROM word
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.external_id IN (word.id, word.rest)
  UNION ALL
  SELECT
    person_merged.kind,
    coalesce(person_merged.candidate_id, person_merged.contact_id, person_merged.reference_id),
    person_merged.source,
    person_merged.external_id,
    person_merged.name,
    false,
    NULL,
    NULL,
    coalesce(candidate.external_id, contact.external_id, reference_contact.external_id),
    person_merged.merged_at
  FROM word
  JOIN person_merged
    ON person_merged.agency_id = :agency
    AND person_merged.external_id IN (word.id, word.rest)
  LEFT JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = person_merged.candidate_id
  LEFT JOIN contact
    ON contact.agency_id = :agency
    AND contact.contact_id = person_merged.contact_id
  LEFT JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND reference_contact.reference_id = person_merged.reference_id
)
SELECT
  found.kind,
  found.id,
  found.source,
  found.external_id,
  found.name,
  found.is_erased,
  found.of_kind,
  found.of_id,
  found.merged_into,
  to_char(found.merged_at AT TIME ZONE practice.time_zone, 'YYYY-MM-DD') AS merged_on
FROM found
CROSS JOIN word
JOIN practice
  ON practice.agency_id = :agency
WHERE found.external_id = word.id
  OR (found.source, found.external_id) = (word.source, word.rest)
ORDER BY
  found.kind,
  found.source,
  found.external_id
