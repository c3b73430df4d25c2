-- statement: import_managers_back
-- summary: Recruiters whom an import changed or took out, and who are as they were, get the manager that they had, if the manager is still there.
UPDATE recruiter
SET manager_id = manager.recruiter_id
FROM import_change
LEFT JOIN recruiter AS manager
  ON manager.agency_id = :agency
  AND manager.recruiter_id = (import_change.before ->> 'manager_id')::bigint
WHERE import_change.agency_id = :agency
  AND import_change.import_id = :import
  AND import_change.target = 'recruiters'
  AND recruiter.agency_id = :agency
  AND recruiter.recruiter_id = (import_change.before ->> 'recruiter_id')::bigint
  AND recruiter.manager_id IS DISTINCT FROM manager.recruiter_id
  AND NOT EXISTS (
    SELECT
    FROM import_out
    WHERE import_out.agency_id = :agency
      AND import_out.import_id = :import
      AND import_out.target = 'recruiters'
      AND import_out.key = import_change.keys[1]
  )
