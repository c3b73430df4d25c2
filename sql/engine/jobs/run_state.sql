-- statement: run_state
-- summary: The run of a job for the business date of as_of, as it is.
SELECT
  job_run.run_id,
  job_run.state,
  job_run.runner,
  job_run.started_at,
  job_run.business_date,
  job_run.as_of
FROM job_run
WHERE job_run.agency_id = :agency
  AND job_run.job = :'job'
  -- One value: row-level security keeps a join's arithmetic out of index conditions.
  AND job_run.business_date = (
    SELECT (:'as_of'::timestamptz AT TIME ZONE agency.time_zone)::date
    FROM agency
    WHERE agency.agency_id = :agency
  )
