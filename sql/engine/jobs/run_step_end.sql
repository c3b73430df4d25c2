-- statement: run_step_end
-- summary: Ends a step with what it did.
-- optional: error
UPDATE job_step
SET state = :'state',
  finished_at = :'clock'::timestamptz,
  summary = :'summary'::jsonb,
  error = :'error'
WHERE job_step.agency_id = :agency
  AND job_step.run_id = :run
  AND job_step.position = :position
