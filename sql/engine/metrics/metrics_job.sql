-- statement: metrics_job
-- summary: How the job's last run for the agency stands, and when the job last was done as a whole; no row where it never ran.
-- nullable: finished_at, done_at
-- Of one job alone: by its name the server knows whether to look by job or by date.
SELECT
  job_run.state,
  job_run.started_at,
  job_run.finished_at,
  (
    SELECT done.finished_at
    FROM job_run AS done
    WHERE done.agency_id = :agency
      AND done.job = :'job'
      AND done.state = 'done'
    ORDER BY done.business_date DESC
    LIMIT 1
  ) AS done_at
FROM job_run
WHERE job_run.agency_id = :agency
  AND job_run.job = :'job'
ORDER BY job_run.business_date DESC
LIMIT 1
