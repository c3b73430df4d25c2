-- statement: readmit
-- summary: Lets somebody in again who was erased, known by an address, an id, or a name with a telephone number: an import takes them from then on. No row: nobody with these is kept out.
-- optional: address, kind, external_id, name, phone
WITH found AS MATERIALIZED (
  SELECT DISTINCT erased_digest.erasure_id
  FROM erasure_salt
  JOIN erased_digest
    ON erased_digest.agency_id = :agency
    AND (
      erased_digest.digest IN (
        erased_digest(erasure_salt.salt, 'address', lower(btrim(:'address'))),
        erased_digest(erasure_salt.salt, 'name and phone', lower(btrim(:'name')) || E'\x1f' || usable_phone(:'phone'))
      )
      OR erased_digest.digest IN (
        SELECT erased_digest(erasure_salt.salt, 'id', source.name || E'\x1f' || :'kind' || 's' || E'\x1f' || :'external_id')
        FROM (
          SELECT DISTINCT import.source AS name
          FROM import
          WHERE import.agency_id = :agency
        ) AS source
      )
    )
  WHERE erasure_salt.agency_id = :agency
),
-- Rows that kept their id at the source are taken by an import again; for others it makes new ones.
candidates AS (
  UPDATE candidate
  SET readmitted_at = :'as_of'::timestamptz
  FROM erasure_salt
  JOIN erased_digest
    ON erased_digest.agency_id = :agency
  JOIN found
    ON found.erasure_id = erased_digest.erasure_id
  WHERE erasure_salt.agency_id = :agency
    AND candidate.agency_id = :agency
    AND candidate.erased_at IS NOT NULL
    AND erased_digest.digest
      = erased_digest(erasure_salt.salt, 'id', candidate.source || E'\x1fcandidates\x1f' || candidate.external_id)
  RETURNING candidate.candidate_id
),
contacts AS (
  UPDATE contact
  SET readmitted_at = :'as_of'::timestamptz
  FROM erasure_salt
  JOIN erased_digest
    ON erased_digest.agency_id = :agency
  JOIN found
    ON found.erasure_id = erased_digest.erasure_id
  WHERE erasure_salt.agency_id = :agency
    AND contact.agency_id = :agency
    AND contact.erased_at IS NOT NULL
    AND erased_digest.digest
      = erased_digest(erasure_salt.salt, 'id', contact.source || E'\x1fcontacts\x1f' || contact.external_id)
  RETURNING contact.contact_id
),
reference_contacts AS (
  UPDATE reference_contact
  SET readmitted_at = :'as_of'::timestamptz
  FROM erasure_salt
  JOIN erased_digest
    ON erased_digest.agency_id = :agency
  JOIN found
    ON found.erasure_id = erased_digest.erasure_id
  WHERE erasure_salt.agency_id = :agency
    AND reference_contact.agency_id = :agency
    AND reference_contact.erased_at IS NOT NULL
    AND erased_digest.digest
      = erased_digest(erasure_salt.salt, 'id', reference_contact.source || E'\x1freferences\x1f' || reference_contact.external_id)
  RETURNING reference_contact.reference_id
),
removed AS (
  DELETE FROM erased_digest
  USING found
  WHERE erased_digest.agency_id = :agency
    AND erased_digest.erasure_id = found.erasure_id
),
written AS (
  INSERT INTO readmission (agency_id, readmitted_at, readmitted_by, reason)
  SELECT
    :agency,
    :'as_of'::timestamptz,
    :'by',
    :'reason'
  WHERE EXISTS (
    SELECT
    FROM found
  )
)
SELECT
  to_char(max(erasure.erased_at) AT TIME ZONE practice.time_zone, 'YYYY-MM-DD') AS erased_on,
  (SELECT count(*) FROM candidates) + (SELECT count(*) FROM contacts) + (SELECT count(*) FROM reference_contacts) AS rows
FROM found
JOIN erasure
  ON erasure.agency_id = :agency
  AND erasure.erasure_id = found.erasure_id
JOIN practice
  ON practice.agency_id = :agency
GROUP BY practice.time_zone
