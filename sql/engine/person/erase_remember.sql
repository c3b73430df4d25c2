-- statement: erase_remember
-- summary: Writes down that somebody is erased and why, and the digests by which an import knows them again.
WITH salted AS (
  INSERT INTO erasure_salt (agency_id, salt)
  SELECT
    :agency,
    sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
  WHERE NOT EXISTS (
    SELECT
    FROM erasure_salt
    WHERE erasure_salt.agency_id = :agency
  )
  RETURNING erasure_salt.salt
),
salt AS (
  SELECT salted.salt AS value
  FROM salted
  UNION ALL
  SELECT erasure_salt.salt
  FROM erasure_salt
  WHERE erasure_salt.agency_id = :agency
),
person AS (
  SELECT
    'candidates' AS kind,
    candidate.source,
    candidate.external_id,
    candidate.name,
    candidate.email,
    candidate.phone
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id = ANY (:'candidates'::bigint[])
  UNION ALL
  SELECT
    'contacts',
    contact.source,
    contact.external_id,
    contact.name,
    contact.email,
    contact.phone
  FROM contact
  WHERE contact.agency_id = :agency
    AND contact.contact_id = ANY (:'contacts'::bigint[])
  UNION ALL
  SELECT
    'references',
    reference_contact.source,
    reference_contact.external_id,
    reference_contact.name,
    reference_contact.email,
    reference_contact.phone
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.reference_id = ANY (:'references'::bigint[])
  UNION ALL
  SELECT
    person_merged.kind || 's',
    person_merged.source,
    person_merged.external_id,
    person_merged.name,
    person_merged.email,
    person_merged.phone
  FROM person_merged
  WHERE person_merged.agency_id = :agency
    AND (
      person_merged.candidate_id = ANY (:'candidates'::bigint[])
      OR person_merged.contact_id = ANY (:'contacts'::bigint[])
      OR person_merged.reference_id = ANY (:'references'::bigint[])
    )
),
written AS (
  INSERT INTO erasure (agency_id, erased_at, erased_by, ground, candidates, contacts, reference_contacts)
  VALUES (
    :agency,
    :'as_of'::timestamptz,
    :'by',
    :'ground',
    cardinality(:'candidates'::bigint[]),
    cardinality(:'contacts'::bigint[]),
    cardinality(:'references'::bigint[])
  )
  RETURNING erasure.erasure_id
)
INSERT INTO erased_digest (agency_id, digest, erasure_id)
SELECT DISTINCT
  :agency::integer,
  known.digest,
  written.erasure_id
FROM written
CROSS JOIN salt
CROSS JOIN person
JOIN practice
  ON practice.agency_id = :agency
CROSS JOIN LATERAL unnest(
  erased_digests(
    salt.value,
    person.source,
    person.kind,
    person.external_id,
    person.name,
    person.email,
    person.phone,
    practice.nobodys_addresses
  )
) AS known (digest)
ON CONFLICT (agency_id, digest) DO NOTHING
