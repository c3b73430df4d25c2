-- functions: policy
-- summary: The policy keys of the practice with their defaults, how values are checked, and the practice in force.

INSERT INTO policy_key (key, default_value, kind, minimum, maximum, choices, per_client, summary)
VALUES
  ('time_zone', NULL, 'zone', NULL, NULL, NULL, false, 'The zone in which the agency counts days; it must be set.'),
  ('working_days', 'mon,tue,wed,thu,fri', 'weekdays', NULL, NULL, NULL, false, 'The working week.'),
  ('assume_held', 'true', 'boolean', NULL, NULL, NULL, false, 'An interview whose status is still scheduled counts as held from its end on.'),
  ('references_wanted', '3', 'integer', 0, 100, NULL, false, 'Active consenting references a candidate should have.'),
  ('check_in_mode', 'weekly', 'choice', NULL, NULL, ARRAY['single', 'weekly'], true, 'One check-in in a silence, or one every check_in_days up to the cap.'),
  ('check_in_cap', '4', 'integer', 0, 100, NULL, true, 'Check-ins in one silence, in weekly mode.'),
  ('check_in_days', '7', 'integer', 1, 1826, NULL, true, 'Days of silence before a check-in.'),
  ('candidate_check_in_days', '7', 'integer', 1, 1826, NULL, false, 'Days between conversations with an active candidate.'),
  ('keep_in_touch_days', '120', 'integer', 1, 1826, NULL, false, 'Days between conversations with a reference.'),
  ('reference_asks_per_year', '6', 'integer', 0, 1000, NULL, false, 'Requests to one person in 365 days.'),
  ('nudge_candidates', 'true', 'boolean', NULL, NULL, NULL, false, 'Candidates get nudges themselves; otherwise their nudges go to the recruiter.'),
  ('nudge_references', 'false', 'boolean', NULL, NULL, NULL, false, 'References are never actors, so they are never nudged.'),
  ('quiet_from', '18:00', 'clock', NULL, NULL, NULL, false, 'No nudge goes out from this local time of the recipient on.'),
  ('quiet_until', '08:00', 'clock', NULL, NULL, NULL, false, 'No nudge goes out before this local time of the recipient.'),
  ('nudges_per_recipient_per_day', '1', 'integer', 0, 100, NULL, false, 'Messages one recipient may get on one local date.'),
  ('daily_minutes', '240', 'integer', 1, 1440, NULL, false, 'Minutes that a recruiter has each day for follow-ups.'),
  ('in_force_from', 'none', 'date', NULL, NULL, NULL, false, 'What was due before this date is history: on no list and never nudged.'),
  ('nudge_max_age_days', '10', 'integer', 0, 3653, NULL, false, 'An escalation whose first step is older than this does not start.'),
  ('nobodys_addresses', 'none', 'addresses', NULL, NULL, NULL, false, 'Addresses and @domains that identify nobody and get no mail.'),
  ('deliver_lists', 'true', 'boolean', NULL, NULL, NULL, false, 'Recruiters get their lists by mail.'),
  ('deliver_attachments', 'none', 'choice', NULL, NULL, ARRAY['none', 'xlsx', 'ics', 'both'], false, 'Which files go with a list that is mailed: a workbook, a calendar, or both.'),
  ('reminded_bd', '1', 'integer', 0, 260, NULL, false, 'Business days for which a row is off the list after the candidate was reminded.'),
  ('keep_candidates_days', 'none', 'days', 1, 36525, NULL, false, 'Days after their last fact from which a candidate is anonymised; none: they are kept.'),
  ('keep_references_days', 'none', 'days', 1, 36525, NULL, false, 'Days after a reference was last needed from which they are anonymised; none: they are kept.'),
  ('keep_minimum_days', '180', 'integer', 1, 36525, NULL, false, 'Days for which the law wants people kept: neither of the two is less.')
ON CONFLICT (key) DO UPDATE
SET default_value = excluded.default_value,
  kind = excluded.kind,
  minimum = excluded.minimum,
  maximum = excluded.maximum,
  choices = excluded.choices,
  per_client = excluded.per_client,
  summary = excluded.summary;

CREATE OR REPLACE FUNCTION is_time_zone(name text)
RETURNS boolean
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  -- pg_timezone_names reads files; AT TIME ZONE would also take abbreviations and POSIX strings, which change no clocks.
  SELECT EXISTS (SELECT FROM pg_timezone_names AS zone WHERE zone.name = is_time_zone.name)
$$;
COMMENT ON FUNCTION is_time_zone IS 'Whether this is the name of an IANA time zone.';

CREATE OR REPLACE FUNCTION is_iso_date(value text)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND value::date IS NOT NULL;
EXCEPTION
  WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION is_iso_date IS 'Whether this is a date of the calendar, written as 2026-11-20.';

CREATE OR REPLACE FUNCTION are_numbers_between(words text[], minimum integer, maximum integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT cardinality(words) BETWEEN 1 AND 20
    AND bool_and(
      CASE
        WHEN btrim(word) ~ '^[0-9]{1,6}$' THEN btrim(word)::integer BETWEEN coalesce(minimum, 0) AND coalesce(maximum, 999999)
        ELSE false
      END
    )
  FROM unnest(words) AS word
$$;
COMMENT ON FUNCTION are_numbers_between IS 'Whether these are at most 20 whole numbers within bounds.';

DROP FUNCTION IF EXISTS value_fault(text, text, integer, text[]);

-- An upper bound is what still makes sense: with more, moments leave the calendar and a plan counts days for hours.
CREATE OR REPLACE FUNCTION value_fault(value text, kind text, minimum integer, maximum integer, choices text[])
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN value IS NULL OR btrim(value) = '' THEN 'must have a value'
    WHEN kind = 'integer' AND NOT are_numbers_between(ARRAY[value], minimum, maximum)
      THEN format('must be a whole number from %s to %s', coalesce(minimum, 0), coalesce(maximum, 999999))
    WHEN kind = 'days' AND lower(value) <> 'none' AND NOT are_numbers_between(ARRAY[value], minimum, maximum)
      THEN format('must be a whole number of days from %s to %s, or none', coalesce(minimum, 0), coalesce(maximum, 999999))
    WHEN kind = 'integers' AND NOT are_numbers_between(string_to_array(value, ','), minimum, maximum)
      THEN format(
        'must be whole numbers from %s to %s with commas between them, at most 20',
        coalesce(minimum, 0),
        coalesce(maximum, 999999)
      )
    WHEN kind = 'boolean' AND lower(value) NOT IN ('yes', 'no', 'true', 'false') THEN 'must be yes or no'
    WHEN kind = 'clock' AND value !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' THEN 'must be a time of day such as 18:00'
    WHEN kind = 'zone' AND NOT is_time_zone(value) THEN 'must be the name of a time zone such as Europe/Zurich'
    WHEN kind = 'weekdays' AND lower(value) !~ '^(mon|tue|wed|thu|fri|sat|sun)( *, *(mon|tue|wed|thu|fri|sat|sun))*$'
      THEN 'must be days such as mon,tue,wed'
    WHEN kind = 'date' AND lower(value) <> 'none' AND (NOT is_iso_date(value) OR value NOT BETWEEN '1990-01-01' AND '2100-01-01')
      THEN 'must be a date such as 2026-11-20, from 1990 on and before 2100, or none'
    WHEN kind = 'addresses' AND lower(value) <> 'none' AND EXISTS (
      SELECT
      FROM unnest(string_to_array(value, ',')) AS entry
      WHERE usable_email(CASE WHEN left(btrim(entry), 1) = '@' THEN 'somebody' ELSE '' END || btrim(entry)) IS NULL
    ) THEN 'must be addresses and @domains with commas between them, or none'
    WHEN kind = 'choice' AND NOT value = ANY (choices) THEN format('must be one of: %s', array_to_string(choices, ', '))
  END
$$;
COMMENT ON FUNCTION value_fault IS 'What a policy value of that kind must be, such as "must be yes or no"; NULL: it is right.';

CREATE OR REPLACE FUNCTION addresses_of(value text)
RETURNS text[]
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT coalesce(array_agg(lower(btrim(entry)) ORDER BY lower(btrim(entry))), '{}')
  FROM unnest(string_to_array(value, ',')) AS entry
  WHERE lower(btrim(value)) <> 'none'
$$;
COMMENT ON FUNCTION addresses_of IS 'The lower-case addresses and @domains of a list with commas between them; none: an empty list.';

CREATE OR REPLACE FUNCTION working_days_of(value text)
RETURNS integer[]
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT array_agg(DISTINCT array_position(ARRAY['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], btrim(lower(name))))
  FROM unnest(string_to_array(value, ',')) AS name
$$;
COMMENT ON FUNCTION working_days_of IS 'ISO days of the week of a list such as mon,tue,wed.';

DROP FUNCTION IF EXISTS agency_policy(integer, text);

-- Brings the agency's row of practice up to date; true when it changed.
CREATE OR REPLACE FUNCTION refresh_practice(agency integer)
RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
  zone text;
  set_by_agency jsonb;
  in_force jsonb;
  dates date[];
  changed integer;
BEGIN
  SELECT agency.time_zone
  INTO zone
  FROM agency
  WHERE agency.agency_id = refresh_practice.agency;
  IF zone IS NULL THEN
    RETURN false;
  END IF;

  SELECT coalesce(jsonb_object_agg(policy.key, policy.value), '{}')
  INTO set_by_agency
  FROM policy
  WHERE policy.agency_id = refresh_practice.agency
    AND policy.client_id IS NULL;

  SELECT jsonb_object_agg(policy_key.key, coalesce(set_by_agency ->> policy_key.key, policy_key.default_value))
  INTO in_force
  FROM policy_key;

  SELECT coalesce(array_agg(holiday.holiday_on ORDER BY holiday.holiday_on), '{}')
  INTO dates
  FROM holiday
  WHERE holiday.agency_id = refresh_practice.agency;

  INSERT INTO practice_in_force AS existing
  VALUES (
    refresh_practice.agency,
    zone,
    working_days_of(in_force ->> 'working_days'),
    dates,
    (in_force ->> 'assume_held')::boolean,
    (in_force ->> 'references_wanted')::integer,
    in_force ->> 'check_in_mode',
    (in_force ->> 'check_in_cap')::integer,
    (in_force ->> 'check_in_days')::integer,
    (in_force ->> 'candidate_check_in_days')::integer,
    (in_force ->> 'keep_in_touch_days')::integer,
    (in_force ->> 'reference_asks_per_year')::integer,
    (in_force ->> 'nudge_candidates')::boolean,
    (in_force ->> 'nudge_references')::boolean,
    (in_force ->> 'quiet_from')::time,
    (in_force ->> 'quiet_until')::time,
    (in_force ->> 'nudges_per_recipient_per_day')::integer,
    (in_force ->> 'daily_minutes')::integer,
    nullif(lower(in_force ->> 'in_force_from'), 'none')::date,
    (in_force ->> 'nudge_max_age_days')::integer,
    addresses_of(in_force ->> 'nobodys_addresses'),
    (in_force ->> 'deliver_lists')::boolean,
    (in_force ->> 'reminded_bd')::integer,
    in_force ->> 'deliver_attachments'
  )
  ON CONFLICT (agency_id) DO UPDATE
  SET time_zone = excluded.time_zone,
    working_days = excluded.working_days,
    holidays = excluded.holidays,
    assume_held = excluded.assume_held,
    references_wanted = excluded.references_wanted,
    check_in_mode = excluded.check_in_mode,
    check_in_cap = excluded.check_in_cap,
    check_in_days = excluded.check_in_days,
    candidate_check_in_days = excluded.candidate_check_in_days,
    keep_in_touch_days = excluded.keep_in_touch_days,
    reference_asks_per_year = excluded.reference_asks_per_year,
    nudge_candidates = excluded.nudge_candidates,
    nudge_references = excluded.nudge_references,
    quiet_from = excluded.quiet_from,
    quiet_until = excluded.quiet_until,
    nudges_per_recipient_per_day = excluded.nudges_per_recipient_per_day,
    daily_minutes = excluded.daily_minutes,
    in_force_from = excluded.in_force_from,
    nudge_max_age_days = excluded.nudge_max_age_days,
    nobodys_addresses = excluded.nobodys_addresses,
    deliver_lists = excluded.deliver_lists,
    reminded_bd = excluded.reminded_bd,
    deliver_attachments = excluded.deliver_attachments
  WHERE (existing.*) IS DISTINCT FROM (excluded.*);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed > 0;
END
$$;
COMMENT ON FUNCTION refresh_practice IS 'Derives the agency''s row of practice from agency, policy and holiday; true when it changed.';
