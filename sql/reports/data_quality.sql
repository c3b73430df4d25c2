-- report: data_quality
-- summary: Addresses and telephone numbers that are stored as given and cannot be used: what to correct at the source, one row each.
WITH people AS (
  SELECT
    'recruiter' AS kind,
    recruiter.external_id AS id,
    recruiter.name,
    recruiter.email,
    NULL::text AS phone,
    recruiter.source
  FROM recruiter
  WHERE recruiter.agency_id = :agency
  UNION ALL
  SELECT
    'candidate' AS kind,
    candidate.external_id AS id,
    candidate.name,
    candidate.email,
    candidate.phone,
    candidate.source
  FROM candidate
  WHERE candidate.agency_id = :agency
  UNION ALL
  SELECT
    'contact' AS kind,
    contact.external_id AS id,
    contact.name,
    contact.email,
    contact.phone,
    contact.source
  FROM contact
  WHERE contact.agency_id = :agency
  UNION ALL
  SELECT
    'reference' AS kind,
    reference_contact.external_id AS id,
    reference_contact.name,
    reference_contact.email,
    reference_contact.phone,
    reference_contact.source
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
)
SELECT
  people.kind,
  people.source,
  people.id,
  people.name,
  fault.column_name,
  fault.value,
  fault.fault
FROM people
JOIN practice
  ON practice.agency_id = :agency
CROSS JOIN LATERAL (
  SELECT
    'email' AS column_name,
    people.email AS value,
    email_fault(people.email, practice.nobodys_addresses) AS fault
  UNION ALL
  SELECT
    'phone' AS column_name,
    people.phone AS value,
    CASE
      WHEN usable_phone(people.phone) IS NULL
        THEN 'is not a telephone number of at least seven digits that are not all the same; it identifies nobody'
    END AS fault
  WHERE btrim(people.phone) <> ''
) AS fault
WHERE fault.fault IS NOT NULL
ORDER BY
  people.kind COLLATE "C",
  people.source COLLATE "C",
  people.id COLLATE "C",
  fault.column_name COLLATE "C"
