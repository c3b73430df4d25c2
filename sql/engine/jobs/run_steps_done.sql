-- statement: run_steps_done
-- summary: The steps of a run that are not done again.
SELECT
  job_step.position,
  job_step.step
FROM job_step
WHERE job_step.agency_id = :agency
  AND job_step.run_id = :run
  AND job_step.state = 'done'
