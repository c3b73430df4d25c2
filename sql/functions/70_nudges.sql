-- functions: nudges
-- summary: Which nudges are owed at a moment, to whom, and whether they may go out now.

-- rules and ladders are the headers of the rule files, as the program binds them. A nudge in a message that is only queued
-- counts as not sent yet: before anything goes out, what is queued is made anew from what is owed.
CREATE OR REPLACE FUNCTION nudges_owed(agency integer, as_of timestamptz, rules jsonb, ladders jsonb)
RETURNS TABLE (
  candidate_id bigint,
  follow_up_id bigint,
  rung text,
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
  reached AS MATERIALIZED (
    -- The steps whose time has come, of what is open and not snoozed.
    SELECT DISTINCT
      follow_up.candidate_id,
      follow_up.follow_up_id,
      follow_up.due_at,
      follow_up.recruiter_id,
      rule.hard,
      rule.quiet_from,
      rule.quiet_until,
      step.rung || ': ' || role.name AS rung,
      role.name AS role
    FROM follow_up
    JOIN practice ON practice.agency_id = nudges_owed.agency
    JOIN jsonb_to_recordset(nudges_owed.rules) AS rule (
      rule text,
      actor text,
      hard boolean,
      quiet_from time,
      quiet_until time
    ) ON rule.rule = follow_up.rule
    JOIN jsonb_to_recordset(nudges_owed.ladders) AS step (
      rule text,
      rung text,
      hours integer,
      business_days integer,
      recipient text
    ) ON step.rule = follow_up.rule
    CROSS JOIN LATERAL (
      SELECT CASE step.recipient WHEN 'actor' THEN rule.actor ELSE step.recipient END AS name
    ) AS role
    WHERE follow_up.agency_id = nudges_owed.agency
      AND follow_up.closes_at > nudges_owed.as_of
      AND follow_up.asked_from <= nudges_owed.as_of
      AND (follow_up.snoozed_until IS NULL OR follow_up.snoozed_until <= nudges_owed.as_of)
      AND CASE
        WHEN step.hours IS NOT NULL THEN plus_hours(follow_up.due_at, step.hours) <= nudges_owed.as_of
        -- The calendar is asked only where it can matter.
        WHEN step.business_days >= 0 AND follow_up.due_at > nudges_owed.as_of THEN false
        ELSE plus_business_days(follow_up.due_at, step.business_days, practice) <= nudges_owed.as_of
      END
  ),
  unsent AS MATERIALIZED (
    SELECT reached.*
    FROM reached
    WHERE NOT EXISTS (
      SELECT
      FROM nudge
      JOIN message
        ON message.agency_id = nudges_owed.agency
        AND message.message_id = nudge.message_id
      WHERE nudge.agency_id = nudges_owed.agency
        AND nudge.candidate_id = reached.candidate_id
        AND nudge.follow_up_id = reached.follow_up_id
        AND nudge.rung = reached.rung
        AND nudge.due_at = reached.due_at
        AND message.state <> 'queued'
    )
  ),
  addressed AS (
    -- A candidate who may not or cannot be written to is reminded by the recruiter. A recruiter who is away is stood in for;
    -- where nobody is there, the manager is. An agency's top has no manager, and that rung falls away.
    SELECT
      unsent.*,
      practice.*::practice AS practice,
      candidate.candidate_id AS written_candidate_id,
      candidate.name AS candidate_name,
      candidate.email AS candidate_email,
      candidate.time_zone AS candidate_zone,
      CASE
        WHEN unsent.role = 'manager' THEN CASE WHEN manager.present THEN manager.worker_id END
        WHEN owner.present THEN owner.worker_id
        WHEN manager.present THEN manager.worker_id
      END AS written_recruiter_id
    FROM unsent
    JOIN practice ON practice.agency_id = nudges_owed.agency
    JOIN duty AS owner ON owner.recruiter_id = unsent.recruiter_id
    LEFT JOIN duty AS manager ON manager.recruiter_id = owner.manager_id
    LEFT JOIN candidate
      ON unsent.role = 'candidate'
      AND practice.nudge_candidates
      AND candidate.agency_id = nudges_owed.agency
      AND candidate.candidate_id = unsent.candidate_id
      AND candidate.email IS NOT NULL
      AND NOT candidate.do_not_contact
      AND candidate.erased_at IS NULL
    WHERE unsent.role <> 'manager' OR owner.manager_id IS NOT NULL
  ),
  placed AS MATERIALIZED (
    -- To whom, and their local time: columns, since row-level security keeps what is not one (CASE, coalesce) out of index conditions.
    SELECT
      addressed.*,
      CASE WHEN addressed.written_candidate_id IS NOT NULL THEN 'candidate' ELSE 'recruiter' END AS recipient_kind,
      coalesce(addressed.written_candidate_id, recruiter.recruiter_id) AS recipient_id,
      coalesce(addressed.candidate_name, recruiter.name) AS recipient_name,
      coalesce(addressed.candidate_email, recruiter.email) AS recipient_address,
      there.local_time::date AS local_date,
      there.local_time::time AS local_clock
    FROM addressed
    LEFT JOIN recruiter
      ON recruiter.agency_id = nudges_owed.agency
      AND recruiter.recruiter_id = addressed.written_recruiter_id
    CROSS JOIN LATERAL (
      SELECT nudges_owed.as_of AT TIME ZONE coalesce(
        CASE WHEN addressed.written_candidate_id IS NOT NULL THEN addressed.candidate_zone ELSE recruiter.time_zone END,
        (addressed.practice).time_zone
      ) AS local_time
    ) AS there
  )
  SELECT
    placed.candidate_id,
    placed.follow_up_id,
    placed.rung,
    placed.due_at,
    placed.recipient_kind,
    placed.recipient_id,
    placed.recipient_name,
    placed.recipient_address,
    placed.local_date,
    CASE
      WHEN placed.recipient_id IS NULL THEN 'nobody'
      WHEN EXISTS (
        SELECT
        FROM dirty
        WHERE dirty.agency_id = nudges_owed.agency
          AND dirty.candidate_id IN (placed.candidate_id, 0)
      ) THEN 'unplanned'
      WHEN is_quiet(
        placed.local_clock,
        CASE WHEN placed.hard THEN coalesce(placed.quiet_from, (placed.practice).quiet_from)
          ELSE (placed.practice).quiet_from END,
        CASE WHEN placed.hard THEN coalesce(placed.quiet_until, (placed.practice).quiet_until)
          ELSE (placed.practice).quiet_until END
      ) THEN 'quiet'
      WHEN NOT placed.hard AND NOT is_working_date(placed.local_date, placed.practice) THEN 'quiet'
      WHEN (
        SELECT count(*)
        FROM message
        WHERE message.agency_id = nudges_owed.agency
          AND message.kind = 'nudge'
          AND message.recipient_kind = placed.recipient_kind
          AND message.recipient_id = placed.recipient_id
          AND message.local_date = placed.local_date
          AND message.state IN ('claimed', 'sending', 'sent', 'uncertain')
      ) >= (placed.practice).nudges_per_recipient_per_day THEN 'cap'
      ELSE 'go'
    END
  FROM placed;
END
$$;
COMMENT ON FUNCTION nudges_owed IS 'Nudges that are owed and not sent, one row per follow-up, rung and role; verdict: go, quiet (hours or date of the recipient), cap (of the day), unplanned (facts changed since), nobody (no one to write to).';
