-- statement: doctor_job
-- summary: Whether a job ran for a date or a later one; no row where it never ran.
SELECT job_run.business_date >= :'date'::date AS has_run
FROM job_run
WHERE job_run.agency_id = :agency
  AND job_run.job = :'job'
ORDER BY job_run.business_date DESC
LIMIT 1
