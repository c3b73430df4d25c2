-- statement: run_steps
-- summary: The steps of one run.
-- nullable: finished_at, summary, error, seconds
SELECT
  job_step.position,
  job_step.step,
  job_step.state,
  job_step.started_at,
  job_step.finished_at,
  job_step.epoch,
  job_step.summary,
  job_step.error,
  coalesce(jsonb_array_length(job_step.files), 0) AS files,
  coalesce(jsonb_array_length(job_step.warnings), 0) AS warnings,
  round(extract(epoch FROM job_step.finished_at - job_step.started_at))::integer AS seconds
FROM job_step
WHERE job_step.agency_id = :agency
  AND job_step.run_id = :run
ORDER BY job_step.position
