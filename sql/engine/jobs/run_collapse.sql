-- statement: run_collapse
-- summary: A missed night collapses into the next one: earlier runs of the job that did not finish are not continued.
UPDATE job_run
SET state = 'skipped',
  finished_at = :'clock'::timestamptz
WHERE job_run.agency_id = :agency
  AND job_run.job = :'job'
  AND job_run.business_date < :'business_date'::date
  AND (
    job_run.state IN ('interrupted', 'failed')
    OR (job_run.state = 'running' AND job_run.lease_until < :'clock'::timestamptz)
  )
