-- statement: import_managers
-- summary: Who answers for whom, once every recruiter of the import has an id.
UPDATE recruiter
SET manager_id = manager.recruiter_id
FROM import_row AS row
LEFT JOIN recruiter AS manager
  ON manager.agency_id = :agency
  AND manager.source = :'source'
  AND manager.external_id = nullif(row.record ->> 'manager', '')
WHERE row.agency_id = :agency
  AND row.import_id = :import
  AND row.target = 'recruiters'
  AND row.skip IS NULL
  AND row.fault_reason IS NULL
  AND NOT row.deleted
  AND NOT row.repeated
  AND row.record ? 'manager'
  AND recruiter.agency_id = :agency
  AND recruiter.source = :'source'
  AND recruiter.external_id = row.key
  AND recruiter.manager_id IS DISTINCT FROM manager.recruiter_id
  AND NOT EXISTS (
    SELECT
    FROM import_reject
    WHERE import_reject.agency_id = :agency
      AND import_reject.import_id = :import
      AND import_reject.file = row.file
      AND import_reject.line = row.line
  )
  AND NOT EXISTS (
    SELECT
    FROM import_out
    WHERE import_out.agency_id = :agency
      AND import_out.import_id = :import
      AND import_out.target = 'recruiters'
      AND import_out.key = row.key
  )
