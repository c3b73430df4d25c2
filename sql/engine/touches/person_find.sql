-- statement: person_find
-- summary: Who is meant by a word such as r03, an email or a name, among the people of one kind: an id first, found by its index.
-- nullable: name
-- NOT MATERIALIZED: each of the two that read it then reads only the table of that kind, by_id by its index.
WITH somebody AS NOT MATERIALIZED (
  SELECT 'recruiter' AS kind, recruiter.recruiter_id AS id, recruiter.external_id, recruiter.name, recruiter.email
  FROM recruiter
  WHERE recruiter.agency_id = :agency
  UNION ALL
  SELECT 'candidate', candidate.candidate_id, candidate.external_id, candidate.name, candidate.email
  FROM candidate
  WHERE candidate.agency_id = :agency
  UNION ALL
  SELECT 'contact', contact.contact_id, contact.external_id, contact.name, contact.email
  FROM contact
  WHERE contact.agency_id = :agency
  UNION ALL
  SELECT 'reference', reference_contact.reference_id, reference_contact.external_id, reference_contact.name, reference_contact.email
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
  UNION ALL
  SELECT 'application', application.application_id, application.external_id, NULL, NULL
  FROM application
  WHERE application.agency_id = :agency
  UNION ALL
  SELECT 'interview', interview.interview_id, interview.external_id, NULL, NULL
  FROM interview
  WHERE interview.agency_id = :agency
),
by_id AS MATERIALIZED (
  SELECT
    somebody.id,
    somebody.external_id,
    somebody.name
  FROM somebody
  WHERE somebody.kind = :'kind'
    AND somebody.external_id = :'word'
)
SELECT
  by_id.id,
  by_id.external_id,
  by_id.name
FROM by_id
UNION ALL
-- Else all of the agency's people of that kind are looked through.
SELECT
  somebody.id,
  somebody.external_id,
  somebody.name
FROM somebody
WHERE NOT EXISTS (SELECT FROM by_id)
  AND somebody.kind = :'kind'
  AND (lower(btrim(somebody.email)) = lower(btrim(:'word')) OR somebody.name = :'word')
ORDER BY external_id
LIMIT 5
