-- statement: doctor_long_runs
-- summary: Runs whose runner gives signs of life and that take far longer than the job usually does: three times as long, and more than half an hour.
SELECT
  job_run.run_id,
  job_run.job,
  job_run.business_date,
  elapsed_in_words(clock_timestamp() - job_run.started_at) AS elapsed,
  elapsed_in_words(make_interval(secs => usual.seconds)) AS usual
FROM (
  SELECT latest.*
  FROM job_run AS latest
  WHERE latest.agency_id = :agency
  ORDER BY latest.run_id DESC
  LIMIT 20
) AS job_run
CROSS JOIN LATERAL usual_seconds(:agency, job_run.job, job_run.business_date) AS usual (seconds)
WHERE job_run.state = 'running'
  AND job_run.lease_until >= clock_timestamp()
  AND clock_timestamp() - job_run.started_at > greatest(make_interval(secs => 3 * usual.seconds), '30 minutes')
ORDER BY job_run.run_id DESC
