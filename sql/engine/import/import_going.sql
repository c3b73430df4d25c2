-- fragment: import_going
-- summary: What refers by one of its columns to what goes.
SELECT
  stored.external_id AS key,
  {id} AS id
FROM import_out
JOIN {own table} AS stored
  ON stored.agency_id = :agency
  AND stored.{stored} = import_out.id
WHERE import_out.agency_id = :agency
  AND import_out.import_id = :import
  AND import_out.target = :'refers'
