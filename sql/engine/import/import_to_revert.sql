-- statement: import_to_revert
-- summary: An import that is to be taken back: whether it can be, and who made it.
-- nullable: reverted_at, reverted_by, started_by
SELECT
  import.source,
  import.started_by,
  import.reverted_at,
  import.reverted_by,
  (
    SELECT coalesce(sum(import_file.rows_added + import_file.rows_changed + import_file.rows_deleted), 0)::bigint
    FROM import_file
    WHERE import_file.agency_id = :agency
      AND import_file.import_id = :import
      AND import_file.target <> 'policy'
  ) AS written,
  EXISTS (
    SELECT
    FROM import_change
    WHERE import_change.agency_id = :agency
      AND import_change.import_id = :import
  ) AS is_kept
FROM import
WHERE import.agency_id = :agency
  AND import.import_id = :import
