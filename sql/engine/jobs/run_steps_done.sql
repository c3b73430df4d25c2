-- statement: run_steps_done
-- summary: The steps of a run that are not done again: those that are done, of a repeated job in this epoch; none from the one on from which all are to be done.
-- optional: from
SELECT
  job_step.position,
  job_step.step
FROM job_step
WHERE job_step.agency_id = :agency
  AND job_step.run_id = :run
  AND job_step.state = 'done'
  AND (NOT :repeated::boolean OR job_step.epoch = :epoch::integer)
  AND (:from::integer IS NULL OR job_step.position < :from::integer)
