-- statement: runs
-- summary: The runs of the agency, the latest first, with how long each took and how long the job usually takes: the median of its last 30 done runs before.
-- nullable: finished_at, error, seconds, usual_seconds
SELECT
  job_run.run_id,
  job_run.job,
  job_run.business_date,
  job_run.state,
  job_run.as_of,
  job_run.started_at,
  job_run.finished_at,
  job_run.epoch,
  job_run.error,
  round(extract(epoch FROM job_run.finished_at - job_run.started_at))::integer AS seconds,
  usual_seconds(:agency, job_run.job, job_run.business_date) AS usual_seconds
FROM job_run
WHERE job_run.agency_id = :agency
ORDER BY
  job_run.business_date DESC,
  job_run.run_id DESC
LIMIT :last
