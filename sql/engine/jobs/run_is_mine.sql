-- statement: run_is_mine
-- summary: Whether the run is still this runner's; asked by what only reads, without a lock that a takeover would wait for.
SELECT job_run.run_id
FROM job_run
WHERE job_run.agency_id = :agency
  AND job_run.run_id = :run
  AND job_run.epoch = :epoch
  AND job_run.state = 'running'
