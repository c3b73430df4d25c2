-- statement: import_first_rejects
-- summary: The first rows that were refused, for the message on standard error.
-- nullable: column_name, value
SELECT
  import_reject.file,
  import_reject.line,
  import_reject.column_name,
  import_reject.value,
  import_reject.reason
FROM import_reject
WHERE import_reject.agency_id = :agency
  AND import_reject.import_id = :import
ORDER BY import_reject.reject_id
LIMIT 20
