-- statement: run_finish
-- summary: Ends a run, if it is still this runner's.
-- optional: error
UPDATE job_run
SET state = :'state',
  finished_at = :'clock'::timestamptz,
  error = :'error'
WHERE job_run.agency_id = :agency
  AND job_run.run_id = :run
  AND job_run.epoch = :epoch
