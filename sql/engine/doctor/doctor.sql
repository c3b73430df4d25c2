-- statement: doctor
-- summary: What an operator should know of one agency: the server's clock, the queue, messages that need a person, the last run.
-- nullable: last_run, last_state, dead_run
SELECT
  clock_timestamp() AS server_clock,
  current_setting('server_version') AS server_version,
  current_user AS role,
  (SELECT count(DISTINCT plan_queue.candidate_id) FROM plan_queue WHERE plan_queue.agency_id = :agency) AS waiting,
  (SELECT count(*) FROM message WHERE message.agency_id = :agency AND message.state IN ('queued', 'claimed')) AS queued,
  (
    SELECT format('%s for %s: %s', job_run.job, job_run.business_date, job_run.state)
    FROM job_run
    WHERE job_run.agency_id = :agency
    ORDER BY job_run.run_id DESC
    LIMIT 1
  ) AS last_run,
  (
    SELECT job_run.state
    FROM job_run
    WHERE job_run.agency_id = :agency
    ORDER BY job_run.run_id DESC
    LIMIT 1
  ) AS last_state,
  (
    SELECT format(
      'run %s of %s for %s is held by a process that has not reported since %s (%s)',
      latest.run_id,
      latest.job,
      latest.business_date,
      to_char(latest.lease_until AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI'),
      agency.time_zone
    )
    FROM (
      SELECT job_run.*
      FROM job_run
      WHERE job_run.agency_id = :agency
      ORDER BY job_run.run_id DESC
      LIMIT 20
    ) AS latest
    JOIN agency
      ON agency.agency_id = :agency
    WHERE latest.state = 'running'
      AND latest.lease_until < clock_timestamp()
    ORDER BY latest.run_id DESC
    LIMIT 1
  ) AS dead_run
