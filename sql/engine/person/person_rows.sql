-- statement: person_rows
-- summary: The rows of one person: those with an address, or the one of a kind and id; with them, rows of the same address, or of the same name and telephone number.
-- optional: address, kind, external_id
-- nullable: email, phone, erased_at
WITH somebody AS MATERIALIZED (
  SELECT
    'candidate' AS kind,
    candidate.candidate_id AS id,
    candidate.source,
    candidate.external_id,
    candidate.name,
    candidate.email,
    candidate.phone,
    candidate.erased_at
  FROM candidate
  WHERE candidate.agency_id = :agency
  UNION ALL
  SELECT
    'contact',
    contact.contact_id,
    contact.source,
    contact.external_id,
    contact.name,
    contact.email,
    contact.phone,
    contact.erased_at
  FROM contact
  WHERE contact.agency_id = :agency
  UNION ALL
  SELECT
    'reference',
    reference_contact.reference_id,
    reference_contact.source,
    reference_contact.external_id,
    reference_contact.name,
    reference_contact.email,
    reference_contact.phone,
    reference_contact.erased_at
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
  UNION ALL
  SELECT
    'recruiter',
    recruiter.recruiter_id,
    recruiter.source,
    recruiter.external_id,
    recruiter.name,
    recruiter.email,
    NULL,
    NULL
  FROM recruiter
  WHERE recruiter.agency_id = :agency
),
known AS MATERIALIZED (
  SELECT
    somebody.*,
    usable_email(somebody.email, practice.nobodys_addresses) AS address,
    lower(btrim(somebody.name)) AS plain_name,
    usable_phone(somebody.phone) AS digits
  FROM somebody
  JOIN practice
    ON practice.agency_id = :agency
),
meant AS MATERIALIZED (
  SELECT known.*
  FROM known
  WHERE known.address = lower(btrim(:'address'))
    OR known.kind = :'kind' AND known.external_id = :'external_id'
    -- Or a row that was merged into this one.
    OR EXISTS (
      SELECT
      FROM person_merged
      WHERE person_merged.agency_id = :agency
        AND person_merged.kind = known.kind
        AND coalesce(person_merged.candidate_id, person_merged.contact_id, person_merged.reference_id) = known.id
        AND (
          usable_email(person_merged.email) = lower(btrim(:'address'))
          OR person_merged.kind = :'kind' AND person_merged.external_id = :'external_id'
        )
    )
)
SELECT
  known.kind,
  known.id,
  known.source,
  known.external_id,
  known.name,
  known.email,
  known.phone,
  known.erased_at
FROM known
WHERE EXISTS (
    SELECT
    FROM meant
    WHERE meant.kind = known.kind
      AND meant.id = known.id
  )
  OR known.address IN (
    SELECT meant.address
    FROM meant
    WHERE meant.address IS NOT NULL
  )
  OR known.erased_at IS NULL
    AND (known.plain_name, known.digits) IN (
      SELECT
        meant.plain_name,
        meant.digits
      FROM meant
      WHERE meant.digits IS NOT NULL
        AND meant.erased_at IS NULL
    )
ORDER BY
  known.kind,
  known.id
