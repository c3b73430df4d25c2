-- statement: import_removed
-- summary: Rows of one canonical file that an import added go, where nothing has changed them since and nothing refers to them.
WITH
/* include: judged */
DELETE FROM {table}
USING judged
WHERE judged.reason IS NULL
  AND {table}.agency_id = :agency
  AND ({identity of table}) = ({identity of judged})
