-- statement: metrics_jobs
-- summary: Of each of these jobs that has run for the agency: how its last run stands, and when it last was done as a whole.
-- nullable: finished_at, done_at
SELECT
  asked.job,
  last_run.state,
  last_run.started_at,
  last_run.finished_at,
  (
    SELECT job_run.finished_at
    FROM job_run
    WHERE job_run.agency_id = :agency
      AND job_run.job = asked.job
      AND job_run.state = 'done'
    ORDER BY job_run.business_date DESC
    LIMIT 1
  ) AS done_at
FROM unnest(:'jobs'::text[]) AS asked (job)
CROSS JOIN LATERAL (
  SELECT
    job_run.state,
    job_run.started_at,
    job_run.finished_at
  FROM job_run
  WHERE job_run.agency_id = :agency
    AND job_run.job = asked.job
  ORDER BY job_run.business_date DESC
  LIMIT 1
) AS last_run
ORDER BY asked.job
