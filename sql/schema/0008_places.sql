-- migration: 8
-- summary: The practice in force as a table of its own behind the view practice, whose rows are one type wherever the table's rows lie.

-- They take the table's row as their argument; made again over the view's.
DROP FUNCTION IF EXISTS is_working_date(date, practice);
DROP FUNCTION IF EXISTS local_date(timestamptz, practice);
DROP FUNCTION IF EXISTS at_local(date, time, practice);
DROP FUNCTION IF EXISTS plus_business_days(timestamptz, integer, practice);
DROP FUNCTION IF EXISTS plus_days(timestamptz, integer, practice);
DROP FUNCTION IF EXISTS rolled(timestamptz, practice);
DROP FUNCTION IF EXISTS moment_in_words(timestamptz, practice);
DROP FUNCTION IF EXISTS dates_not_worked(date, date, practice);

ALTER TABLE practice RENAME TO practice_in_force;

CREATE VIEW practice
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
  practice_in_force.daily_minutes
FROM practice_in_force;
COMMENT ON VIEW practice IS 'The policy and calendar in force, one row per agency: what rules join, and hand whole to the calendar''s functions.';
