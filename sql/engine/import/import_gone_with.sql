-- fragment: import_gone_with
-- summary: Rows of one canonical file that go with what one of their columns refers to, as they are.
SELECT
  :'target'::text AS target,
  {known as} AS key,
  {own of stored} AS own,
  to_jsonb(stored) AS before
FROM import_out
JOIN {own table} AS stored
  ON stored.agency_id = :agency
  AND stored.{stored} = import_out.id
WHERE import_out.agency_id = :agency
  AND import_out.import_id = :import
  AND import_out.target = :'refers'
  AND (:'kind'::text IS NULL OR {kind of stored} = :'kind')
