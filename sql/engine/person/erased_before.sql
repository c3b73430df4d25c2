-- statement: erased_before
-- summary: When somebody with this address, or of this id, was erased; no row: nobody was.
-- optional: address, kind, external_id
SELECT
  to_char(erasure.erased_at AT TIME ZONE practice.time_zone, 'YYYY-MM-DD') AS erased_on
FROM erasure_salt
JOIN practice
  ON practice.agency_id = :agency
JOIN erased_digest
  ON erased_digest.agency_id = :agency
  AND (
    erased_digest.digest = erased_digest(erasure_salt.salt, 'address', lower(btrim(:'address')))
    OR erased_digest.digest IN (
      SELECT erased_digest(erasure_salt.salt, 'id', source.name || E'\x1f' || :'kind' || 's' || E'\x1f' || :'external_id')
      FROM (
        SELECT DISTINCT import.source AS name
        FROM import
        WHERE import.agency_id = :agency
      ) AS source
    )
  )
JOIN erasure
  ON erasure.agency_id = :agency
  AND erasure.erasure_id = erased_digest.erasure_id
WHERE erasure_salt.agency_id = :agency
ORDER BY erasure.erased_at DESC
LIMIT 1
