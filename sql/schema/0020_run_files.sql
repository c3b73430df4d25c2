-- migration: 20
-- summary: What each step of a run wrote and warned of, and that a step was left out on request; for `followup runs ID`.
-- reads: job_step

ALTER TABLE job_step ADD COLUMN files jsonb;
ALTER TABLE job_step ADD COLUMN warnings jsonb;
COMMENT ON COLUMN job_step.files IS 'The files it wrote: name, rows, bytes and SHA-256 of each.';
COMMENT ON COLUMN job_step.warnings IS 'What it warned of.';

ALTER TABLE job_step DROP CONSTRAINT job_step_state_is_known;
ALTER TABLE job_step ADD CONSTRAINT job_step_state_is_known
  CHECK (state IN ('running', 'done', 'partial', 'failed', 'interrupted', 'skipped'));
COMMENT ON COLUMN job_step.state IS 'running, done, partial (some items failed), failed, interrupted, or skipped (left out by --from).';
