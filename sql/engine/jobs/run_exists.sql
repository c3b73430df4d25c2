-- statement: run_exists
-- summary: The run, if the agency has it.
SELECT job_run.run_id
FROM job_run
WHERE job_run.agency_id = :agency
  AND job_run.run_id = :run
