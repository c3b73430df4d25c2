-- statement: inbox_people
-- summary: Who of the agency's people has one of these addresses, which are in lower case; one person may stand on several rows.
WITH people AS (
  SELECT
    'recruiter' AS kind,
    recruiter.recruiter_id AS id,
    recruiter.name,
    usable_email(recruiter.email) AS address
  FROM recruiter
  WHERE recruiter.agency_id = :agency
  UNION ALL
  SELECT
    'candidate',
    candidate.candidate_id,
    candidate.name,
    usable_email(candidate.email)
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND lower(candidate.email) = ANY (:'addresses'::text[])
  UNION ALL
  SELECT
    'contact',
    contact.contact_id,
    contact.name,
    usable_email(contact.email)
  FROM contact
  WHERE contact.agency_id = :agency
    AND lower(contact.email) = ANY (:'addresses'::text[])
  UNION ALL
  SELECT
    'reference',
    reference_contact.reference_id,
    reference_contact.name,
    usable_email(reference_contact.email)
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
    AND lower(reference_contact.email) = ANY (:'addresses'::text[])
)
SELECT
  people.kind,
  people.id,
  people.name,
  people.address
FROM people
WHERE people.address = ANY (:'addresses'::text[])
ORDER BY
  people.kind,
  people.id
