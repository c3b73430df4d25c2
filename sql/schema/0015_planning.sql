-- migration: 15
-- summary: The practice has a place for the dates that are worked, which the plan fills; an agency may be planned over several connections.
-- alters: agency

-- Whoever reads the view finds NULL there, and the calendar counts day by day. The plan, which asks ten thousand times, gives a list.
CREATE OR REPLACE VIEW practice
WITH (security_invoker = true) AS
SELECT
  practice_in_force.agency_id,
  practice_in_force.time_zone,
  practice_in_force.working_days,
  practice_in_force.holidays,
  practice_in_force.assume_held,
  practice_in_force.references_wanted,
  practice_in_force.check_in_mode,
  practice_in_force.check_in_cap,
  practice_in_force.check_in_days,
  practice_in_force.candidate_check_in_days,
  practice_in_force.keep_in_touch_days,
  practice_in_force.reference_asks_per_year,
  practice_in_force.nudge_candidates,
  practice_in_force.nudge_references,
  practice_in_force.quiet_from,
  practice_in_force.quiet_until,
  practice_in_force.nudges_per_recipient_per_day,
  practice_in_force.daily_minutes,
  practice_in_force.in_force_from,
  practice_in_force.nudge_max_age_days,
  practice_in_force.nobodys_addresses,
  practice_in_force.deliver_lists,
  practice_in_force.reminded_bd,
  NULL::date[] AS working_dates
FROM practice_in_force;

ALTER TABLE agency
  ADD COLUMN plan_turn bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN agency.plan_turn IS 'Counts the programs that planned the agency over several connections: the last one''s connections may go on, those of others may not.';

-- Words that have another name now: as views they would hold on to those that are made anew.
DROP VIEW IF EXISTS silence, word, standing_interview;
