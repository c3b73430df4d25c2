-- statement: import_unusable_addresses
-- summary: The first addresses of an import that are stored as given and cannot be used, in the order of the rows, and how many there are.
WITH staged AS MATERIALIZED (
  SELECT
    row.position,
    row.target,
    row.file,
    row.line,
    row.key,
    row.record ->> 'email' AS email,
    email_fault(row.record ->> 'email', practice.nobodys_addresses) AS fault
  FROM import_row AS row
  JOIN practice
    ON practice.agency_id = :agency
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target IN ('recruiters', 'contacts', 'candidates', 'references')
    AND row.skip IS NULL
    AND row.fault_reason IS NULL
    AND NOT row.deleted
    AND NOT row.repeated
    AND row.record ->> 'email' <> ''
),
unusable AS MATERIALIZED (
  SELECT
    staged.position,
    staged.target,
    staged.file,
    staged.line,
    staged.key,
    staged.email,
    staged.fault
  FROM staged
  WHERE staged.fault IS NOT NULL
)
SELECT
  unusable.file,
  unusable.line,
  unusable.email,
  unusable.fault,
  count(*) OVER () AS total
FROM unusable
LEFT JOIN candidate
  ON unusable.target = 'candidates'
  AND candidate.agency_id = :agency
  AND candidate.source = :'source'
  AND candidate.external_id = unusable.key
LEFT JOIN contact
  ON unusable.target = 'contacts'
  AND contact.agency_id = :agency
  AND contact.source = :'source'
  AND contact.external_id = unusable.key
LEFT JOIN recruiter
  ON unusable.target = 'recruiters'
  AND recruiter.agency_id = :agency
  AND recruiter.source = :'source'
  AND recruiter.external_id = unusable.key
LEFT JOIN reference_contact
  ON unusable.target = 'references'
  AND reference_contact.agency_id = :agency
  AND reference_contact.source = :'source'
  AND reference_contact.external_id = unusable.key
-- Rejected rows, and people who were erased, are not stored as the file has them.
WHERE coalesce(candidate.email, contact.email, recruiter.email, reference_contact.email) = unusable.email
ORDER BY unusable.position
LIMIT 10
