-- statement: run_step_end
-- summary: Ends a step with what it did, wrote and warned of.
-- optional: error
UPDATE job_step
SET state = :'state',
  finished_at = :'clock'::timestamptz,
  summary = :'summary'::jsonb,
  error = :'error',
  files = :'files'::jsonb,
  warnings = :'warnings'::jsonb
WHERE job_step.agency_id = :agency
  AND job_step.run_id = :run
  AND job_step.position = :position
