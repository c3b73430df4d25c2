-- statement: address_faults
-- summary: Of some people, those whose stored address cannot be used, and why.
WITH people AS MATERIALIZED (
  SELECT
    named.kind,
    coalesce(candidate.name, contact.name, recruiter.name, reference_contact.name) AS name,
    coalesce(candidate.email, contact.email, recruiter.email, reference_contact.email) AS email
  FROM unnest(:'kinds'::text[], :'ids'::bigint[]) AS named (kind, id)
  LEFT JOIN candidate
    ON named.kind = 'candidate'
    AND candidate.agency_id = :agency
    AND candidate.candidate_id = named.id
  LEFT JOIN contact
    ON named.kind = 'contact'
    AND contact.agency_id = :agency
    AND contact.contact_id = named.id
  LEFT JOIN recruiter
    ON named.kind = 'recruiter'
    AND recruiter.agency_id = :agency
    AND recruiter.recruiter_id = named.id
  LEFT JOIN reference_contact
    ON named.kind = 'reference'
    AND reference_contact.agency_id = :agency
    AND reference_contact.reference_id = named.id
)
SELECT
  people.kind,
  people.name,
  people.email,
  email_fault(people.email, practice.nobodys_addresses) AS fault
FROM people
JOIN practice
  ON practice.agency_id = :agency
WHERE email_fault(people.email, practice.nobodys_addresses) IS NOT NULL
ORDER BY
  people.kind,
  people.name
