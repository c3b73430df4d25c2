-- statement: import_list
-- summary: The imports, newest first.
-- nullable: finished_at
SELECT
  import.import_id,
  import.source,
  CASE WHEN import.reverted_at IS NULL THEN import.state ELSE 'reverted' END AS state,
  import.as_of,
  import.finished_at,
  coalesce(sum(import_file.rows_read), 0)::bigint AS read,
  coalesce(sum(import_file.rows_added), 0)::bigint AS added,
  coalesce(sum(import_file.rows_changed), 0)::bigint AS changed,
  coalesce(sum(import_file.rows_unchanged), 0)::bigint AS unchanged,
  coalesce(sum(import_file.rows_deleted), 0)::bigint AS deleted,
  coalesce(sum(import_file.rows_rejected), 0)::bigint AS rejected,
  coalesce(sum(import_file.rows_skipped), 0)::bigint AS skipped,
  array_to_string(import.paths, ' ') AS paths
FROM import
LEFT JOIN import_file USING (agency_id, import_id)
WHERE import.agency_id = :agency
GROUP BY
  import.agency_id,
  import.import_id,
  import.source,
  import.state,
  import.reverted_at,
  import.as_of,
  import.finished_at,
  import.paths
ORDER BY import.import_id DESC
