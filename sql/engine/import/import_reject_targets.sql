-- statement: import_reject_targets
-- summary: For which canonical files an import has rejects, and which columns those rows carry; no row: that import does not exist.
-- nullable: target, columns
SELECT
  rejects.target,
  rejects.columns
FROM import
LEFT JOIN (
  SELECT
    import_reject.agency_id,
    import_reject.import_id,
    import_reject.target,
    string_agg(DISTINCT cell.name, ' ') AS columns
  FROM import_reject
  LEFT JOIN jsonb_object_keys(import_reject.record) AS cell (name) ON true
  WHERE import_reject.agency_id = :agency
    AND import_reject.import_id = :import
  GROUP BY
    import_reject.agency_id,
    import_reject.import_id,
    import_reject.target
) AS rejects USING (agency_id, import_id)
WHERE import.agency_id = :agency
  AND import.import_id = :import
ORDER BY rejects.target
