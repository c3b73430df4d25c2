-- functions: reports
-- summary: What several reports ask: what fell due in some days and how it ended, and whose work is due on the next days.

DROP FUNCTION IF EXISTS follow_ups_due(integer, date, date, timestamptz);

CREATE FUNCTION follow_ups_due(agency integer, from_on date, to_on date, as_of timestamptz)
RETURNS TABLE (
  candidate_id bigint,
  follow_up_id bigint,
  rule text,
  application_id bigint,
  interview_id bigint,
  party_id bigint,
  recruiter_id bigint,
  client_id bigint,
  due_at timestamptz,
  due_on date,
  done_at timestamptz,
  ended text
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 1000
AS $$
#variable_conflict use_column
DECLARE
  -- Values when the statement is planned, so that the index by time is read between them.
  begins_at timestamptz;
  ends_at timestamptz;
BEGIN
  SELECT
    at_local(follow_ups_due.from_on, '00:00', practice),
    least(at_local(follow_ups_due.to_on + 1, '00:00', practice), follow_ups_due.as_of)
  INTO
    begins_at,
    ends_at
  FROM practice
  WHERE practice.agency_id = follow_ups_due.agency;
  RETURN QUERY
  SELECT
    follow_up.candidate_id,
    follow_up.follow_up_id,
    follow_up.rule,
    follow_up.application_id,
    follow_up.interview_id,
    follow_up.party_id,
    follow_up.recruiter_id,
    -- Looked up row by row, instead of an agency's whole history; an outer join beside row-level security is more than Citus takes.
    (
      SELECT job_order.client_id
      FROM application
      JOIN job_order
        ON job_order.agency_id = application.agency_id
        AND job_order.job_order_id = application.job_order_id
      WHERE application.agency_id = follow_up.agency_id
        AND application.candidate_id = follow_up.candidate_id
        AND application.application_id = follow_up.application_id
    ),
    follow_up.due_at,
    local_date(follow_up.due_at, practice),
    CASE WHEN life.state = 'done' THEN follow_up.done_at END,
    CASE life.state
      WHEN 'done' THEN CASE WHEN follow_up.done_at <= follow_up.due_at THEN 'in time' ELSE 'late' END
      WHEN 'open' THEN 'overdue'
      WHEN 'cancelled' THEN 'lapsed'
      ELSE life.state
    END
  FROM follow_up
  JOIN practice
    ON practice.agency_id = follow_up.agency_id
  CROSS JOIN LATERAL (
    SELECT follow_up_state(
      follow_ups_due.as_of,
      follow_up.asked_from,
      follow_up.asked_until,
      follow_up.expires_at,
      follow_up.done_at,
      follow_up.skipped_at
    ) AS state
  ) AS life
  WHERE follow_up.agency_id = follow_ups_due.agency
    AND NOT follow_up.withdrawn
    AND follow_up.due_at >= begins_at
    AND follow_up.due_at < ends_at
    AND NOT is_history(follow_up.due_at, practice)
    AND life.state <> 'not yet'
    -- What was not asked for any more when it would have been due was owed by nobody.
    AND NOT (life.state = 'cancelled' AND follow_up.asked_until <= follow_up.due_at);
END
$$;
COMMENT ON FUNCTION follow_ups_due IS 'What fell due on these local days, both included, and before as_of, without the backlog; ended: in time, late, missed, lapsed (not done when due, and not asked for any more since), skipped, or overdue.';

DROP FUNCTION IF EXISTS follow_ups_overdue(integer, timestamptz);

CREATE FUNCTION follow_ups_overdue(agency integer, as_of timestamptz)
RETURNS TABLE (
  candidate_id bigint,
  follow_up_id bigint,
  rule text,
  recruiter_id bigint,
  due_at timestamptz,
  overdue_days numeric,
  is_snoozed boolean
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 1000
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT
    follow_up.candidate_id,
    follow_up.follow_up_id,
    follow_up.rule,
    follow_up.recruiter_id,
    follow_up.due_at,
    (extract(epoch FROM follow_ups_overdue.as_of - follow_up.due_at) / 86400)::numeric,
    coalesce(follow_up.snoozed_until > follow_ups_overdue.as_of, false)
  FROM follow_up
  JOIN practice
    ON practice.agency_id = follow_up.agency_id
  WHERE follow_up.agency_id = follow_ups_overdue.agency
    AND follow_up.closes_at > follow_ups_overdue.as_of
    AND follow_up.asked_from <= follow_ups_overdue.as_of
    AND follow_up.due_at < follow_ups_overdue.as_of
    AND NOT is_history(follow_up.due_at, practice);
END
$$;
COMMENT ON FUNCTION follow_ups_overdue IS 'Every open follow-up past its due time, without the backlog and without names; overdue_days: days of 24 hours.';

DROP FUNCTION IF EXISTS minutes_due(integer, timestamptz, integer);

-- Who stands in for whom is asked for each day at its noon, for the first at as_of or, where that is a day off, at noon too.
CREATE FUNCTION minutes_due(agency integer, as_of timestamptz, days integer)
RETURNS TABLE (
  recruiter_id bigint,
  day date,
  follow_ups bigint,
  overdue bigint,
  minutes bigint,
  expected_minutes bigint,
  daily_minutes integer,
  is_present boolean
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 1000
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH calendar AS MATERIALIZED (
    SELECT
      business_date(today.day, number + CASE WHEN is_working_date(today.day, practice) THEN 0 ELSE 1 END, practice) AS day,
      business_date(today.day, number + CASE WHEN is_working_date(today.day, practice) THEN 1 ELSE 2 END, practice) AS next_day,
      number = 0 AS is_first
    FROM practice
    CROSS JOIN LATERAL (SELECT local_date(minutes_due.as_of, practice) AS day) AS today
    CROSS JOIN generate_series(0, minutes_due.days - 1) AS number
    WHERE practice.agency_id = minutes_due.agency
  ),
  duty AS MATERIALIZED (
    SELECT
      calendar.day,
      calendar.next_day,
      calendar.is_first,
      duty.recruiter_id AS owner_id,
      duty.worker_id,
      duty.present
    FROM practice
    CROSS JOIN calendar
    CROSS JOIN LATERAL recruiters_on_duty(
      minutes_due.agency,
      CASE WHEN calendar.day = local_date(minutes_due.as_of, practice) THEN minutes_due.as_of
        ELSE at_local(calendar.day, '12:00', practice) END
    ) AS duty
    WHERE practice.agency_id = minutes_due.agency
  ),
  owed AS MATERIALIZED (
    SELECT
      follow_up.recruiter_id AS owner_id,
      rule.minutes,
      follow_up.asked_from <= minutes_due.as_of AS is_asked,
      follow_up.due_at < minutes_due.as_of AS is_overdue,
      greatest(local.due_on, local.snoozed_on) AS day
    FROM (
      -- OFFSET 0: what is open is read once, not recruiter by recruiter.
      SELECT
        undone.agency_id,
        undone.rule,
        undone.recruiter_id,
        undone.asked_from,
        undone.due_at,
        undone.snoozed_until
      FROM follow_up AS undone
      WHERE undone.agency_id = minutes_due.agency
        AND undone.closes_at > minutes_due.as_of
        -- Of what is not asked for yet, that which will be when it is due.
        AND (
          undone.asked_from <= minutes_due.as_of
          OR undone.asked_from <= undone.due_at AND undone.closes_at >= undone.due_at
        )
      OFFSET 0
    ) AS follow_up
    JOIN practice
      ON practice.agency_id = follow_up.agency_id
    JOIN recruiter
      ON recruiter.agency_id = follow_up.agency_id
      AND recruiter.recruiter_id = follow_up.recruiter_id
    JOIN rule_in_force AS rule
      ON rule.agency_id = follow_up.agency_id
      AND rule.rule = follow_up.rule
    CROSS JOIN LATERAL (SELECT coalesce(recruiter.time_zone, practice.time_zone) AS name) AS zone
    CROSS JOIN LATERAL (
      SELECT
        (follow_up.due_at AT TIME ZONE zone.name)::date AS due_on,
        (follow_up.snoozed_until AT TIME ZONE zone.name)::date AS snoozed_on
    ) AS local
    WHERE NOT is_history(follow_up.due_at, practice)
  ),
  work AS MATERIALIZED (
    -- What is due on a day off is done on the last working day before it.
    SELECT
      duty.worker_id,
      duty.day,
      count(*) FILTER (WHERE owed.is_asked) AS follow_ups,
      count(*) FILTER (WHERE owed.is_asked AND owed.is_overdue) AS overdue,
      coalesce(sum(owed.minutes) FILTER (WHERE owed.is_asked), 0) AS minutes,
      coalesce(sum(owed.minutes) FILTER (WHERE NOT owed.is_asked), 0) AS expected_minutes
    FROM owed
    JOIN duty
      ON duty.owner_id = owed.owner_id
      AND owed.day < duty.next_day
      AND (duty.is_first OR owed.day >= duty.day)
    GROUP BY
      duty.worker_id,
      duty.day
  )
  SELECT
    recruiter.recruiter_id,
    duty.day,
    coalesce(work.follow_ups, 0),
    coalesce(work.overdue, 0),
    coalesce(work.minutes, 0),
    coalesce(work.expected_minutes, 0),
    coalesce(recruiter.daily_minutes, practice.daily_minutes),
    duty.present AND duty.worker_id = recruiter.recruiter_id
  FROM duty
  JOIN recruiter
    ON recruiter.agency_id = minutes_due.agency
    AND recruiter.recruiter_id = duty.owner_id
  JOIN practice
    ON practice.agency_id = minutes_due.agency
  LEFT JOIN work
    ON work.worker_id = duty.owner_id
    AND work.day = duty.day
  WHERE recruiter.active
    OR work.worker_id IS NOT NULL;
END
$$;
COMMENT ON FUNCTION minutes_due IS 'What each recruiter has to do on each of the next working days: on lists work goes to whoever is there for its recruiter that day, what is overdue to the first day; expected_minutes: of what will be asked for by then if nothing else happens.';

-- A breach is one of a touch, of an announcement or of a reference that was added. The moment stands in each condition, where the planner
-- can tell how little lies after it.
CREATE OR REPLACE FUNCTION candidates_concerned(agency integer, since timestamptz)
RETURNS TABLE (candidate_id bigint)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 1000
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH touched AS MATERIALIZED (
    SELECT
      touch.candidate_id,
      touch.actor_kind,
      touch.actor_id,
      touch.party_kind,
      touch.party_id
    FROM touch
    WHERE touch.agency_id = candidates_concerned.agency
      AND touch.happened_at > candidates_concerned.since
  )
  SELECT touched.candidate_id
  FROM touched
  WHERE touched.candidate_id IS NOT NULL
  UNION
  SELECT touched.actor_id
  FROM touched
  WHERE touched.actor_kind = 'candidate'
  UNION
  SELECT touched.party_id
  FROM touched
  WHERE touched.party_kind = 'candidate'
  UNION
  SELECT reference_contact.candidate_id
  FROM touched
  JOIN reference_contact
    ON reference_contact.agency_id = candidates_concerned.agency
    AND reference_contact.reference_id = touched.actor_id
  WHERE touched.actor_kind = 'reference'
  UNION
  SELECT reference_contact.candidate_id
  FROM touched
  JOIN reference_contact
    ON reference_contact.agency_id = candidates_concerned.agency
    AND reference_contact.reference_id = touched.party_id
  WHERE touched.party_kind = 'reference'
  UNION
  SELECT application.candidate_id
  FROM application
  WHERE application.agency_id = candidates_concerned.agency
    AND application.announce_on >= candidates_concerned.since::date - 1
  UNION
  SELECT application.candidate_id
  FROM application
  WHERE application.agency_id = candidates_concerned.agency
    AND application.announce_on IS NOT NULL
    AND application.decided_at > candidates_concerned.since
  UNION
  SELECT reference_contact.candidate_id
  FROM reference_contact
  WHERE reference_contact.agency_id = candidates_concerned.agency
    AND reference_contact.added_at > candidates_concerned.since;
END
$$;
COMMENT ON FUNCTION candidates_concerned IS 'Candidates whom a fact since that moment concerns, so that guardrails are asked of them only.';

CREATE OR REPLACE FUNCTION counted(number bigint, thing text)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT number || ' ' || thing || CASE WHEN number = 1 THEN '' ELSE 's' END $$;
COMMENT ON FUNCTION counted IS 'How many things there are, in words: 1 follow-up, 3 follow-ups.';

CREATE OR REPLACE FUNCTION times_in_words(number bigint)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE number
    WHEN 0 THEN 'never'
    WHEN 1 THEN 'once'
    WHEN 2 THEN 'twice'
    ELSE number || ' times'
  END
$$;
COMMENT ON FUNCTION times_in_words IS 'How often, in words: never, once, twice, 3 times.';

CREATE OR REPLACE FUNCTION change_in_words(value numeric, value_before numeric, unit text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN value > value_before THEN 'up from ' || value_before || unit
    WHEN value < value_before THEN 'down from ' || value_before || unit
    ELSE 'as before'
  END
$$;
COMMENT ON FUNCTION change_in_words IS 'How a number has changed: up from 71 %, down from 14, as before.';
