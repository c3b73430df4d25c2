-- statement: run_files
-- summary: The files that the steps of a run wrote, named from the folder of its date.
SELECT
  job_step.position,
  job_step.step,
  file.name,
  file.rows,
  file.bytes,
  file.sha256
FROM job_step
CROSS JOIN LATERAL jsonb_to_recordset(job_step.files) AS file (name text, rows bigint, bytes bigint, sha256 text)
WHERE job_step.agency_id = :agency
  AND job_step.run_id = :run
ORDER BY
  job_step.position,
  file.name
