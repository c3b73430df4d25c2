-- statement: run_take
-- summary: Begins the run of a job for the business date of as_of, or takes over one that is not held by a live runner.
-- A run that is done is not begun again, unless steps are to be done again, or the job is repeated: then all its steps are done anew, at the new as_of. Else the first
-- as_of of the date stays: a later runner decides as the first one did.
INSERT INTO job_run AS existing (agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at)
SELECT
  agency.agency_id,
  :'job',
  (:'as_of'::timestamptz AT TIME ZONE agency.time_zone)::date,
  :'as_of'::timestamptz,
  1,
  'running',
  :'runner',
  :'clock'::timestamptz + make_interval(secs => :lease::integer),
  :'clock'::timestamptz
FROM agency
WHERE agency.agency_id = :agency
ON CONFLICT (agency_id, job, business_date) DO UPDATE
SET epoch = existing.epoch + 1,
  state = 'running',
  runner = excluded.runner,
  lease_until = excluded.lease_until,
  started_at = excluded.started_at,
  finished_at = NULL,
  error = NULL,
  as_of = CASE WHEN :repeated::boolean THEN excluded.as_of ELSE existing.as_of END
WHERE existing.state IN ('interrupted', 'failed', 'partial')
  OR ((:repeated::boolean OR :again::boolean) AND existing.state = 'done')
  OR (existing.state = 'running' AND existing.lease_until < :'clock'::timestamptz)
  OR (existing.state = 'running' AND existing.runner = ANY (:'gone'::text[]))
RETURNING run_id, epoch, as_of, business_date
