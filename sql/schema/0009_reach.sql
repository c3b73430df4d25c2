-- migration: 9
-- summary: The policy of the first night and of answers, addresses that are nobody's, and reminders as touches of their own.
-- reads: policy_key, touch
-- alters: practice_in_force

ALTER TABLE policy_key
  DROP CONSTRAINT policy_key_kind_is_known,
  ADD CONSTRAINT policy_key_kind_is_known
    CHECK (kind IN ('integer', 'boolean', 'clock', 'zone', 'weekdays', 'choice', 'date', 'addresses'));

ALTER TABLE practice_in_force
  ADD COLUMN in_force_from date,
  ADD COLUMN nudge_max_age_days integer NOT NULL DEFAULT 10,
  ADD COLUMN nobodys_addresses text[] NOT NULL DEFAULT '{}',
  ADD COLUMN deliver_lists boolean NOT NULL DEFAULT true,
  ADD COLUMN reminded_bd integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN practice_in_force.in_force_from IS 'What was due before this local date is history: on no worklist and never nudged; NULL: nothing is.';
COMMENT ON COLUMN practice_in_force.nudge_max_age_days IS 'A ladder whose first rung is older than this many days is not begun.';
COMMENT ON COLUMN practice_in_force.nobodys_addresses IS 'Lower-case addresses, and @domains, that identify nobody and are not written to.';
COMMENT ON COLUMN practice_in_force.deliver_lists IS 'Whether the lists are mailed to their recruiters.';
COMMENT ON COLUMN practice_in_force.reminded_bd IS 'Business days for which a row is off the list after the candidate was reminded.';

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
  practice_in_force.reminded_bd
FROM practice_in_force;

ALTER TABLE touch
  DROP CONSTRAINT touch_purpose_is_known,
  ADD CONSTRAINT touch_purpose_is_known CHECK (purpose IN (
    'profile_review', 'guidance', 'heads_up', 'proofread', 'thank_you', 'check_in', 'word', 'status_update', 'progress',
    'reference_check', 'accuracy', 'thanks', 'outcome', 'gift', 'keep_in_touch', 'network', 'public_post', 'reminder', 'other'
  ));
