-- statement: runs
-- summary: The runs of the agency, the latest first.
-- nullable: finished_at, error
SELECT
  job_run.run_id,
  job_run.job,
  job_run.business_date,
  job_run.state,
  job_run.as_of,
  job_run.started_at,
  job_run.finished_at,
  job_run.epoch,
  job_run.error
FROM job_run
WHERE job_run.agency_id = :agency
ORDER BY
  job_run.business_date DESC,
  job_run.run_id DESC
LIMIT 50
