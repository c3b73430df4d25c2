-- statement: import_skip_reasons
-- summary: Why rows were passed over, how many, and where the first one is.
SELECT
  import_skip.file,
  import_skip.target,
  import_skip.reason,
  count(*) AS rows,
  min(import_skip.line) AS first_line
FROM import_skip
WHERE import_skip.agency_id = :agency
  AND import_skip.import_id = :import
GROUP BY
  import_skip.file,
  import_skip.target,
  import_skip.reason
ORDER BY
  import_skip.file,
  min(import_skip.line),
  import_skip.target
