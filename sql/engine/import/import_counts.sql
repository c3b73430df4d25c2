-- statement: import_counts
-- summary: What became of each file's rows.
SELECT
  import_file.file,
  import_file.target,
  import_file.rows_read,
  import_file.rows_added,
  import_file.rows_changed,
  import_file.rows_unchanged,
  import_file.rows_deleted,
  import_file.rows_rejected,
  import_file.rows_skipped
FROM import_file
WHERE import_file.agency_id = :agency
  AND import_file.import_id = :import
ORDER BY
  import_file.file,
  import_file.target
