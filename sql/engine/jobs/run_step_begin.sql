-- statement: run_step_begin
-- summary: Begins a step, or begins it again.
INSERT INTO job_step (agency_id, run_id, position, step, epoch, state, started_at)
VALUES (:agency, :run, :position, :'step', :epoch, 'running', :'clock'::timestamptz)
ON CONFLICT (agency_id, run_id, position) DO UPDATE
SET step = excluded.step,
  epoch = excluded.epoch,
  state = excluded.state,
  started_at = excluded.started_at,
  finished_at = NULL,
  summary = NULL,
  files = NULL,
  warnings = NULL,
  error = NULL
