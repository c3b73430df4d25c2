-- statement: import_is_first
-- summary: Whether no import before this one brought the agency candidates.
SELECT NOT EXISTS (
  SELECT
  FROM import_file
  WHERE import_file.agency_id = :agency
    AND import_file.import_id < :import
    AND import_file.target = 'candidates'
    AND import_file.rows_added > 0
) AS is_first
