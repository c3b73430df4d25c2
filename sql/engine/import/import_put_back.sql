-- statement: import_put_back
-- summary: Rows of one canonical file that an import changed become what they were, where nothing has changed them since. Managers come after.
WITH
/* include: judged */
UPDATE {table}
SET ({columns}) = ROW({columns of past})
FROM judged
CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, judged.before) AS past
WHERE judged.reason IS NULL
  AND {table}.agency_id = :agency
  AND ({identity of table}) = ({identity of judged})
