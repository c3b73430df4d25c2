-- fragment: import_gone_with
-- summary: Rows of one canonical file that go with what one of their columns refers to, as they are.
SELECT
  :'target'::text AS target,
  {known as} AS key,
  {own of stored} AS own,
  to_jsonb(stored) AS before
FROM import_out
JOIN {table} AS referred
  ON referred.agency_id = :agency
  AND referred.{referred id} = import_out.id
JOIN {own table} AS stored
  ON stored.agency_id = :agency
  AND stored.{stored} = referred.{referred id}
  -- What belongs to a candidate is found by the candidate, and who took part in a touch by their kind.
  {found by}
WHERE import_out.agency_id = :agency
  AND import_out.import_id = :import
  AND import_out.target = :'refers'
