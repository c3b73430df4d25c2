-- statement: run_warnings
-- summary: What the steps of a run warned of, in the order in which they did.
SELECT
  job_step.position,
  job_step.step,
  warning.words AS warning
FROM job_step
CROSS JOIN LATERAL jsonb_array_elements_text(job_step.warnings) WITH ORDINALITY AS warning (words, place)
WHERE job_step.agency_id = :agency
  AND job_step.run_id = :run
ORDER BY
  job_step.position,
  warning.place
