-- statement: import_rejects
-- summary: The rejected rows of one canonical file, in the order in which they came: their cells by column, and what is wrong.
-- nullable: column_name, value
SELECT
  import_reject.file,
  import_reject.line,
  import_reject.column_name,
  import_reject.value,
  import_reject.reason,
  import_reject.record
FROM import_reject
WHERE import_reject.agency_id = :agency
  AND import_reject.import_id = :import
  AND import_reject.target = :'target'
ORDER BY import_reject.reject_id
