-- functions: calendar
-- summary: Calendar arithmetic of the practice ("Words"): business days, rolling, local days, over DST.
-- Every step gives a moment, and the next step starts from its local time. A local time that the clocks skip or repeat is
-- the later of the two moments it can mean, which is what AT TIME ZONE gives.
-- practice is a row of the view, not of the table behind it: a part of a distributed table has a row type of its own.

-- The working date that is n working dates after day (n > 0) or before it (n < 0); working_days are ISO days of the week.
CREATE OR REPLACE FUNCTION nth_working_date(day date, n integer, working_days integer[], holidays date[])
RETURNS date
LANGUAGE plpgsql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  step CONSTANT integer := sign(n);
  left_to_go integer := abs(n);
  reached date := day;
  tries integer := 0;
BEGIN
  WHILE left_to_go > 0 LOOP
    reached := reached + step;
    tries := tries + 1;
    IF tries > 36600 THEN
      RAISE EXCEPTION 'no working date exists within a hundred years of %; the working days are %', day, working_days
        USING ERRCODE = 'data_exception', HINT = 'Check the policy working_days and the holidays.';
    END IF;
    IF extract(isodow FROM reached)::integer = ANY (working_days) AND NOT reached = ANY (holidays) THEN
      left_to_go := left_to_go - 1;
    END IF;
  END LOOP;
  RETURN reached;
END
$$;
COMMENT ON FUNCTION nth_working_date IS 'The n-th working date strictly after day; before it for a negative n; day itself for 0.';

-- In the plan practice has a list of the working dates, in their order and without a gap between its first and its last, and n dates
-- further is n places further. What the list does not reach to is counted day by day.
CREATE OR REPLACE FUNCTION business_date(day date, n integer, practice practice)
RETURNS date
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(
    CASE
      WHEN n > 0 THEN
        (practice).working_dates[nullif(width_bucket(day, (practice).working_dates), 0) + n]
      WHEN n < 0 THEN
        (practice).working_dates[
          nullif(width_bucket(day - 1, (practice).working_dates), cardinality((practice).working_dates)) + n + 1
        ]
    END,
    nth_working_date(day, n, (practice).working_days, (practice).holidays)
  )
$$;
COMMENT ON FUNCTION business_date IS 'The n-th working date of the agency strictly after day; before it for a negative n; day itself for 0.';

CREATE OR REPLACE FUNCTION is_working_date(day date, practice practice)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  -- Mostly it is one, and then day, which callers calculate from a moment, is read once.
  SELECT CASE
    WHEN day = ANY ((practice).working_dates) THEN true
    WHEN day BETWEEN (practice).working_dates[1]
      AND (practice).working_dates[cardinality((practice).working_dates)] THEN false
    ELSE extract(isodow FROM day)::integer = ANY ((practice).working_days) AND NOT day = ANY ((practice).holidays)
  END
$$;
COMMENT ON FUNCTION is_working_date IS 'Whether the agency works on that date.';

CREATE OR REPLACE FUNCTION local_date(moment timestamptz, practice practice)
RETURNS date
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT (moment AT TIME ZONE (practice).time_zone)::date $$;
COMMENT ON FUNCTION local_date IS 'The agency''s date at that moment.';

CREATE OR REPLACE FUNCTION at_local(day date, clock time, practice practice)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT (day + clock) AT TIME ZONE (practice).time_zone $$;
COMMENT ON FUNCTION at_local IS 'The moment at which the agency''s clocks show that time on that date.';

CREATE OR REPLACE FUNCTION plus_business_days(moment timestamptz, n integer, practice practice)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN n = 0 THEN moment
    ELSE (
      business_date((moment AT TIME ZONE (practice).time_zone)::date, n, practice)
      + (moment AT TIME ZONE (practice).time_zone)::time
    ) AT TIME ZONE (practice).time_zone
  END
$$;
COMMENT ON FUNCTION plus_business_days IS 't + n bd: the n-th working date strictly after t''s local date, at t''s local time of day; a negative n mirrors it.';

CREATE OR REPLACE FUNCTION plus_days(moment timestamptz, n integer, practice practice)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT ((moment AT TIME ZONE (practice).time_zone) + make_interval(days => n)) AT TIME ZONE (practice).time_zone $$;
COMMENT ON FUNCTION plus_days IS 'Calendar days at the same local time.';

CREATE OR REPLACE FUNCTION rolled(moment timestamptz, practice practice)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN is_working_date((moment AT TIME ZONE (practice).time_zone)::date, practice) THEN moment
    ELSE plus_business_days(moment, 1, practice)
  END
$$;
COMMENT ON FUNCTION rolled IS 'The same local time on the next working date, if the local date is not one.';

CREATE OR REPLACE FUNCTION plus_hours(moment timestamptz, n integer)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
-- In UTC, where an hour is always one: adding an interval to a timestamptz rests on the session's zone, and could not be put into the
-- expressions that call this. UTC by its offset, since a zone's name is looked up at every call.
AS $$ SELECT ((moment AT TIME ZONE interval '0') + make_interval(hours => n)) AT TIME ZONE interval '0' $$;
COMMENT ON FUNCTION plus_hours IS 'Real elapsed hours.';

CREATE OR REPLACE FUNCTION age_in_words(elapsed interval)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN extract(epoch FROM elapsed) < 3600 THEN floor(extract(epoch FROM elapsed) / 60) || ' min'
    WHEN extract(epoch FROM elapsed) < 172800 THEN floor(extract(epoch FROM elapsed) / 3600) || ' h'
    ELSE floor(extract(epoch FROM elapsed) / 86400) || ' days'
  END
$$;
COMMENT ON FUNCTION age_in_words IS 'An elapsed time as people say it: 45 min, 26 h, 5 days.';

CREATE OR REPLACE FUNCTION no_later_than(moment timestamptz, latest timestamptz)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN moment > latest THEN latest ELSE moment END $$;
COMMENT ON FUNCTION no_later_than IS 'The moment, brought forward to the latest one allowed; one that is not known stays not known (least() would make it the latest).';
