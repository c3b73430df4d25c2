-- statement: import_reverted
-- summary: An import was taken back: who did it and when is kept, what it had changed is not needed any more.
WITH forgotten AS (
  DELETE FROM import_change
  WHERE import_change.agency_id = :agency
    AND import_change.import_id = :import
)
UPDATE import
SET reverted_at = :'moment'::timestamptz,
  reverted_by = :'by'
WHERE import.agency_id = :agency
  AND import.import_id = :import
