-- fragment: import_gone_itself
-- summary: Rows of one canonical file that an import takes out, as they are.
SELECT
  :'target'::text AS target,
  stored.external_id AS key,
  '' AS own,
  to_jsonb(stored) AS before
FROM import_out
JOIN {own table} AS stored
  ON stored.agency_id = :agency
  AND stored.{own id} = import_out.id
WHERE import_out.agency_id = :agency
  AND import_out.import_id = :import
  AND import_out.target = :'target'
