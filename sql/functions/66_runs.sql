-- functions: runs
-- summary: How long a job usually takes, for those who look at its runs.

CREATE OR REPLACE FUNCTION usual_seconds(agency integer, job_name text, before_on date)
RETURNS integer
LANGUAGE plpgsql
STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN (
    SELECT
      round(
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM earlier.finished_at - earlier.started_at)::float8)
      )::integer
    FROM (
      SELECT
        job_run.started_at,
        job_run.finished_at
      FROM job_run
      WHERE job_run.agency_id = agency
        AND job_run.job = job_name
        AND job_run.business_date < before_on
        AND job_run.state = 'done'
      ORDER BY job_run.business_date DESC
      LIMIT 30
    ) AS earlier
  );
END
$$;
COMMENT ON FUNCTION usual_seconds IS 'The median of how long the last 30 done runs of the job before that date took; NULL: there were none.';
