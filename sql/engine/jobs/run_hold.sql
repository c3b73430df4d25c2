-- statement: run_hold
-- summary: Every chunk of a run begins with this: no row, and the run is over. The lease starts anew.
UPDATE job_run
SET lease_until = statement_timestamp() + make_interval(secs => :lease::integer)
WHERE job_run.agency_id = :agency
  AND job_run.run_id = :run
  AND job_run.epoch = :epoch
  AND job_run.state = 'running'
