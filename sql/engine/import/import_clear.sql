-- statement: import_clear
-- summary: Empties staging.
WITH forgotten AS (
  DELETE FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
)
DELETE FROM import_row
WHERE import_row.agency_id = :agency
  AND import_row.import_id = :import
