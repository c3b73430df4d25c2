-- statement: import_skips
-- summary: Keeps which rows the mapping passed over, and why.
INSERT INTO import_skip (agency_id, import_id, file, line, target, reason)
SELECT
  import_row.agency_id,
  import_row.import_id,
  import_row.file,
  import_row.line,
  import_row.target,
  import_row.skip
FROM import_row
WHERE import_row.agency_id = :agency
  AND import_row.import_id = :import
  AND import_row.skip IS NOT NULL
ORDER BY import_row.position
