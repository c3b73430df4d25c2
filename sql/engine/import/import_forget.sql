-- statement: import_forget
-- summary: What imports of more than 90 days ago changed is forgotten: they cannot be taken back any more.
DELETE FROM import_change
WHERE import_change.agency_id = :agency
  AND import_change.import_id IN (
    SELECT import.import_id
    FROM import
    WHERE import.agency_id = :agency
      AND import.started_at < :'moment'::timestamptz - interval '90 days'
  )
