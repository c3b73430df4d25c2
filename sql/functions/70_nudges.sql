-- functions: nudges
-- summary: Which nudges are owed at a moment, to whom, and whether they may go out now.

CREATE OR REPLACE FUNCTION one_line(name text)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT btrim(regexp_replace(name, '[\s\u0001-\u0020\u007f-\u00a0\u2028\u2029]+', ' ', 'g')) $$;
COMMENT ON FUNCTION one_line IS 'A name as a header can carry it: line breaks, tabs and other control characters become spaces.';

CREATE OR REPLACE FUNCTION rung_reached_at(due_at timestamptz, hours integer, business_days integer, practice practice)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN hours IS NOT NULL THEN plus_hours(due_at, hours) ELSE plus_business_days(due_at, business_days, practice) END
$$;
COMMENT ON FUNCTION rung_reached_at IS 'When a step that many hours or business days from the due time is reached by the clock.';

CREATE OR REPLACE FUNCTION rung_follows_at(
  sent_at timestamptz,
  hours_before integer,
  business_days_before integer,
  hours integer,
  business_days integer,
  practice practice
)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN hours_before IS NOT NULL
      THEN rung_reached_at(plus_hours(sent_at, - hours_before), hours, business_days, practice)
    WHEN hours IS NOT NULL
      THEN plus_hours(plus_business_days(sent_at, - business_days_before, practice), hours)
    ELSE plus_business_days(sent_at, business_days - business_days_before, practice)
  END
$$;
COMMENT ON FUNCTION rung_follows_at IS 'The escalation''s distance after the step before was sent: the earliest moment of the step that follows it.';

CREATE OR REPLACE FUNCTION is_about_paused_client(agency integer, candidate_id bigint, follow_up_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
  RETURN EXISTS (
    SELECT
    FROM follow_up
    LEFT JOIN application
      ON application.agency_id = is_about_paused_client.agency
      AND application.candidate_id = follow_up.candidate_id
      AND application.application_id = follow_up.application_id
    LEFT JOIN job_order
      ON job_order.agency_id = is_about_paused_client.agency
      AND job_order.job_order_id = application.job_order_id
    LEFT JOIN contact
      ON contact.agency_id = is_about_paused_client.agency
      AND contact.contact_id = follow_up.party_id
      AND follow_up.party_kind = 'contact'
    JOIN mail_pause
      ON mail_pause.agency_id = is_about_paused_client.agency
      AND mail_pause.resumed_at IS NULL
      AND mail_pause.client_id IN (job_order.client_id, contact.client_id)
    WHERE follow_up.agency_id = is_about_paused_client.agency
      AND follow_up.candidate_id = is_about_paused_client.candidate_id
      AND follow_up.follow_up_id = is_about_paused_client.follow_up_id
  );
END
$$;
COMMENT ON FUNCTION is_about_paused_client IS 'Whether a follow-up is about a job order or a contact of a client whose mail is paused.';

-- rules and escalations are the headers of the rule files, as the program binds them. A nudge in a message that is only queued
-- counts as not sent yet: before anything goes out, what is queued is made anew from what is owed.
CREATE OR REPLACE FUNCTION nudges_owed(agency integer, as_of timestamptz, rules jsonb, escalations jsonb)
RETURNS TABLE (
  candidate_id bigint,
  follow_up_id bigint,
  step text,
  due_at timestamptz,
  recipient_kind text,
  recipient_id bigint,
  recipient_name text,
  recipient_address text,
  local_date date,
  verdict text
)
LANGUAGE plpgsql
STABLE
ROWS 1000
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH duty AS MATERIALIZED (
    SELECT
      recruiter.recruiter_id,
      recruiter.manager_id,
      duty.worker_id,
      duty.present
    FROM recruiter
    JOIN recruiters_on_duty(nudges_owed.agency, nudges_owed.as_of) AS duty USING (recruiter_id)
    WHERE recruiter.agency_id = nudges_owed.agency
  ),
  steps AS MATERIALIZED (
    -- A rule's escalation in its order; a step may name several roles.
    SELECT
      step.rule,
      step.step,
      step.hours,
      step.business_days,
      array_agg(DISTINCT step.recipient) AS recipients,
      row_number() OVER (PARTITION BY step.rule ORDER BY min(step.place)) AS number
    FROM ROWS FROM (
      jsonb_to_recordset(nudges_owed.escalations) AS (
        rule text,
        step text,
        hours integer,
        business_days integer,
        recipient text
      )
    ) WITH ORDINALITY AS step (rule, step, hours, business_days, recipient, place)
    GROUP BY
      step.rule,
      step.step,
      step.hours,
      step.business_days
  ),
  open_work AS MATERIALIZED (
    -- Read once: of steps the planner believes that there is one row, and would look here again for each.
    SELECT
      follow_up.candidate_id,
      follow_up.follow_up_id,
      follow_up.rule,
      follow_up.due_at,
      follow_up.recruiter_id
    FROM follow_up
    WHERE follow_up.agency_id = nudges_owed.agency
      AND follow_up.closes_at > nudges_owed.as_of
      AND follow_up.asked_from <= nudges_owed.as_of
      AND (follow_up.snoozed_until IS NULL OR follow_up.snoozed_until <= nudges_owed.as_of)
  ),
  climbable AS MATERIALIZED (
    -- What is open, not snoozed and not history, and whose escalation is young enough to begin or has begun.
    SELECT
      follow_up.candidate_id,
      follow_up.follow_up_id,
      follow_up.rule,
      follow_up.due_at,
      follow_up.recruiter_id,
      begins.at >= plus_days(nudges_owed.as_of, - practice.nudge_max_age_days, practice) AS may_begin
    FROM open_work AS follow_up
    JOIN practice ON practice.agency_id = nudges_owed.agency
    JOIN steps AS first_rung
      ON first_rung.rule = follow_up.rule
      AND first_rung.number = 1
    CROSS JOIN LATERAL (
      SELECT rung_reached_at(follow_up.due_at, first_rung.hours, first_rung.business_days, practice) AS at
    ) AS begins
    WHERE (practice.in_force_from IS NULL OR local_date(follow_up.due_at, practice) >= practice.in_force_from)
      -- The calendar is asked only where it can matter.
      AND (first_rung.hours IS NOT NULL OR first_rung.business_days < 0 OR follow_up.due_at <= nudges_owed.as_of)
      AND begins.at <= nudges_owed.as_of
      AND (
        begins.at >= plus_days(nudges_owed.as_of, - practice.nudge_max_age_days, practice)
        OR EXISTS (
          SELECT
          FROM nudge
          WHERE nudge.agency_id = nudges_owed.agency
            AND nudge.candidate_id = follow_up.candidate_id
            AND nudge.follow_up_id = follow_up.follow_up_id
            AND nudge.due_at = follow_up.due_at
        )
      )
  ),
  reached AS MATERIALIZED (
    -- An escalation starts at its first step; each further one is counted from the sending of the one before, except that the steps of
    -- a hard deadline go by the clock alone.
    SELECT DISTINCT
      climbable.candidate_id,
      climbable.follow_up_id,
      climbable.due_at,
      climbable.recruiter_id,
      rule.hard,
      rule.quiet_from,
      rule.quiet_until,
      step.step || ': ' || role.name AS step,
      role.name AS role
    FROM climbable
    JOIN practice ON practice.agency_id = nudges_owed.agency
    JOIN jsonb_to_recordset(nudges_owed.rules) AS rule (
      rule text,
      actor text,
      hard boolean,
      quiet_from time,
      quiet_until time
    ) ON rule.rule = climbable.rule
    JOIN steps AS step ON step.rule = climbable.rule
    LEFT JOIN steps AS before
      ON before.rule = step.rule
      AND before.number = step.number - 1
    LEFT JOIN LATERAL (
      -- Perhaps sent, and dropped by a person, count as used up; what failed was not sent.
      SELECT max(message.created_at) AS at
      FROM nudge
      JOIN message
        ON message.agency_id = nudges_owed.agency
        AND message.message_id = nudge.message_id
      WHERE nudge.agency_id = nudges_owed.agency
        AND nudge.candidate_id = climbable.candidate_id
        AND nudge.follow_up_id = climbable.follow_up_id
        AND nudge.due_at = climbable.due_at
        AND starts_with(nudge.step, before.step || ': ')
        AND message.state IN ('sent', 'uncertain', 'dropped')
        -- Here and not where it is joined: no nudge is looked for where the answer would not be used.
        AND step.number > 1
        AND NOT rule.hard
    ) AS sent ON true
    CROSS JOIN LATERAL unnest(step.recipients) AS named (recipient)
    CROSS JOIN LATERAL (
      SELECT CASE named.recipient WHEN 'actor' THEN rule.actor ELSE named.recipient END AS name
    ) AS role
    WHERE CASE
      WHEN step.number = 1 THEN climbable.may_begin
      WHEN NOT rule.hard AND sent.at IS NULL THEN false
      WHEN step.business_days >= 0 AND climbable.due_at > nudges_owed.as_of THEN false
      ELSE rung_reached_at(climbable.due_at, step.hours, step.business_days, practice) <= nudges_owed.as_of
        AND (
          rule.hard
          OR rung_follows_at(sent.at, before.hours, before.business_days, step.hours, step.business_days, practice)
            <= nudges_owed.as_of
        )
    END
  ),
  failed_to AS MATERIALIZED (
    -- Addresses that refused for good, until a person has the message sent again or drops it; those from which mail came back; and
    -- those whose readers asked for no more of it.
    SELECT usable_email(message.recipient_address) AS address
    FROM message
    WHERE message.agency_id = nudges_owed.agency
      AND message.state = 'failed'
    UNION
    SELECT mail_address.address
    FROM mail_address
    WHERE mail_address.agency_id = nudges_owed.agency
  ),
  colleague AS MATERIALIZED (
    -- Who reads what is meant for a recruiter: they or their cover, where that one is there and can be written to.
    SELECT
      duty.recruiter_id,
      duty.manager_id,
      worker.recruiter_id AS reader_id
    FROM duty
    JOIN practice ON practice.agency_id = nudges_owed.agency
    LEFT JOIN recruiter AS worker
      ON duty.present
      AND worker.agency_id = nudges_owed.agency
      AND worker.recruiter_id = duty.worker_id
      AND usable_email(worker.email, practice.nobodys_addresses) IS NOT NULL
      AND NOT EXISTS (
        SELECT
        FROM failed_to
        WHERE failed_to.address = usable_email(worker.email)
      )
  ),
  addressed AS (
    -- A candidate who may not or cannot be written to is reminded by the recruiter; one who is away is stood in for; where nobody
    -- is there or can be written to, the manager is. An agency's top has no manager, and that step falls away.
    SELECT
      reached.*,
      candidate.candidate_id AS written_candidate_id,
      candidate.name AS candidate_name,
      candidate.address AS candidate_address,
      candidate.time_zone AS candidate_zone,
      CASE WHEN reached.role = 'manager' THEN manager.reader_id ELSE coalesce(owner.reader_id, manager.reader_id) END
        AS written_recruiter_id
    FROM reached
    JOIN practice ON practice.agency_id = nudges_owed.agency
    JOIN colleague AS owner ON owner.recruiter_id = reached.recruiter_id
    LEFT JOIN colleague AS manager ON manager.recruiter_id = owner.manager_id
    LEFT JOIN LATERAL (
      -- OFFSET 0: what an address is is asked once.
      SELECT
        candidate.candidate_id,
        candidate.name,
        candidate.time_zone,
        usable_email(candidate.email, practice.nobodys_addresses) AS address
      FROM candidate
      WHERE reached.role = 'candidate'
        AND practice.nudge_candidates
        AND candidate.agency_id = nudges_owed.agency
        AND candidate.candidate_id = reached.candidate_id
        AND NOT candidate.do_not_contact
        AND candidate.erased_at IS NULL
      OFFSET 0
    ) AS candidate
      ON candidate.address IS NOT NULL
      AND NOT EXISTS (
        SELECT
        FROM failed_to
        WHERE failed_to.address = candidate.address
      )
    WHERE reached.role <> 'manager' OR owner.manager_id IS NOT NULL
  ),
  placed AS MATERIALIZED (
    -- To whom, and their local time: columns, since row-level security keeps what is not one (CASE, coalesce) out of index conditions.
    SELECT
      addressed.*,
      CASE WHEN addressed.written_candidate_id IS NOT NULL THEN 'candidate' ELSE 'recruiter' END AS recipient_kind,
      coalesce(addressed.written_candidate_id, recruiter.recruiter_id) AS recipient_id,
      one_line(CASE WHEN addressed.written_candidate_id IS NOT NULL THEN addressed.candidate_name ELSE recruiter.name END)
        AS recipient_name,
      CASE WHEN addressed.written_candidate_id IS NOT NULL THEN addressed.candidate_address ELSE usable_email(recruiter.email) END
        AS recipient_address,
      there.local_time::date AS local_date,
      there.local_time::time AS local_clock
    FROM addressed
    JOIN practice ON practice.agency_id = nudges_owed.agency
    LEFT JOIN recruiter
      ON addressed.written_candidate_id IS NULL
      AND recruiter.agency_id = nudges_owed.agency
      AND recruiter.recruiter_id = addressed.written_recruiter_id
    CROSS JOIN LATERAL (
      SELECT nudges_owed.as_of AT TIME ZONE coalesce(
        CASE WHEN addressed.written_candidate_id IS NOT NULL THEN addressed.candidate_zone ELSE recruiter.time_zone END,
        practice.time_zone
      ) AS local_time
    ) AS there
  ),
  unsent AS MATERIALIZED (
    -- A step is sent once per due time, whoever it falls to; only what failed falls to somebody else.
    SELECT placed.*
    FROM placed
    WHERE NOT EXISTS (
      SELECT
      FROM nudge
      JOIN message
        ON message.agency_id = nudges_owed.agency
        AND message.message_id = nudge.message_id
      WHERE nudge.agency_id = nudges_owed.agency
        AND nudge.candidate_id = placed.candidate_id
        AND nudge.follow_up_id = placed.follow_up_id
        AND nudge.step = placed.step
        AND nudge.due_at = placed.due_at
        AND (
          message.state NOT IN ('queued', 'failed')
          OR message.state = 'failed'
          AND (nudge.recipient_kind, nudge.recipient_id) = (placed.recipient_kind, placed.recipient_id)
        )
    )
  ),
  of_the_day AS MATERIALIZED (
    -- What an address had on a date; messages about hard deadlines alone do not count.
    SELECT
      usable_email(message.recipient_address) AS address,
      message.local_date,
      count(*) AS messages
    FROM message
    WHERE message.agency_id = nudges_owed.agency
      AND message.kind = 'nudge'
      AND message.local_date BETWEEN (nudges_owed.as_of AT TIME ZONE 'UTC')::date - 1
        AND (nudges_owed.as_of AT TIME ZONE 'UTC')::date + 1
      AND message.state IN ('claimed', 'sending', 'sent', 'uncertain')
      AND (
        SELECT bool_and(rule.hard)
        FROM nudge
        JOIN follow_up
          ON follow_up.agency_id = nudges_owed.agency
          AND follow_up.candidate_id = nudge.candidate_id
          AND follow_up.follow_up_id = nudge.follow_up_id
        JOIN jsonb_to_recordset(nudges_owed.rules) AS rule (rule text, hard boolean) ON rule.rule = follow_up.rule
        WHERE nudge.agency_id = nudges_owed.agency
          AND nudge.message_id = message.message_id
      ) IS NOT TRUE
    GROUP BY
      usable_email(message.recipient_address),
      message.local_date
  )
  SELECT
    unsent.candidate_id,
    unsent.follow_up_id,
    unsent.step,
    unsent.due_at,
    unsent.recipient_kind,
    unsent.recipient_id,
    unsent.recipient_name,
    unsent.recipient_address,
    unsent.local_date,
    CASE
      WHEN unsent.recipient_id IS NULL THEN 'nobody'
      WHEN pauses.of_clients AND is_about_paused_client(nudges_owed.agency, unsent.candidate_id, unsent.follow_up_id)
        THEN 'paused'
      WHEN EXISTS (
        SELECT
        FROM plan_queue
        WHERE plan_queue.agency_id = nudges_owed.agency
          AND plan_queue.candidate_id IN (unsent.candidate_id, 0)
      ) THEN 'unplanned'
      WHEN is_quiet(
        unsent.local_clock,
        CASE WHEN unsent.hard THEN coalesce(unsent.quiet_from, practice.quiet_from)
          ELSE practice.quiet_from END,
        CASE WHEN unsent.hard THEN coalesce(unsent.quiet_until, practice.quiet_until)
          ELSE practice.quiet_until END
      ) THEN 'quiet'
      WHEN NOT unsent.hard AND NOT is_working_date(unsent.local_date, practice) THEN 'quiet'
      WHEN NOT unsent.hard AND of_the_day.messages >= practice.nudges_per_recipient_per_day THEN 'cap'
      ELSE 'go'
    END
  FROM unsent
  JOIN practice ON practice.agency_id = nudges_owed.agency
  CROSS JOIN (
    -- Asked once: mostly none is on.
    SELECT EXISTS (
      SELECT
      FROM mail_pause
      WHERE mail_pause.agency_id = nudges_owed.agency
        AND mail_pause.client_id IS NOT NULL
        AND mail_pause.resumed_at IS NULL
    ) AS of_clients
  ) AS pauses
  LEFT JOIN of_the_day
    ON of_the_day.address = unsent.recipient_address
    AND of_the_day.local_date = unsent.local_date;
END
$$;
COMMENT ON FUNCTION nudges_owed IS 'Nudges that are owed and not sent, one row per follow-up, step and role; verdict: go, quiet (hours or date of the recipient), cap (of the day), unplanned (facts changed since), paused (about a client whose mail is paused), nobody (no one to write to).';
