-- statement: import_finish
-- summary: How the import ended: done, partial (some rows rejected), or failed (every row rejected).
UPDATE import
SET state = CASE
    WHEN counted.rejected = 0 THEN 'done'
    WHEN counted.rejected = counted.read AND counted.read > 0 THEN 'failed'
    ELSE 'partial'
  END,
  finished_at = :'moment'::timestamptz
FROM (
  SELECT
    coalesce(sum(import_file.rows_rejected), 0) AS rejected,
    coalesce(sum(import_file.rows_read - import_file.rows_skipped), 0) AS read
  FROM import_file
  WHERE import_file.agency_id = :agency
    AND import_file.import_id = :import
) AS counted
WHERE import.agency_id = :agency
  AND import.import_id = :import
RETURNING import.state
