-- A database of a followup whose last migration was 13, as pg_dump shows it: four candidates of the sample agency, after a night and a day's work.
-- The roles are the server's, so that they come first.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['followup_owner', 'followup_batch', 'followup_reader'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END
$$;



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE FUNCTION public.addresses_of(value text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT coalesce(array_agg(lower(btrim(entry)) ORDER BY lower(btrim(entry))), '{}')
  FROM unnest(string_to_array(value, ',')) AS entry
  WHERE lower(btrim(value)) <> 'none'
$$;

COMMENT ON FUNCTION public.addresses_of(value text) IS 'The lower-case addresses and @domains of a list with commas between them; none: an empty list.';

CREATE FUNCTION public.age_in_words(elapsed interval) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN extract(epoch FROM elapsed) < 3600 THEN floor(extract(epoch FROM elapsed) / 60) || ' min'
    WHEN extract(epoch FROM elapsed) < 172800 THEN floor(extract(epoch FROM elapsed) / 3600) || ' h'
    ELSE floor(extract(epoch FROM elapsed) / 86400) || ' days'
  END
$$;

COMMENT ON FUNCTION public.age_in_words(elapsed interval) IS 'An elapsed time as people say it: 45 min, 26 h, 5 days.';

CREATE FUNCTION public.application_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  fact application;
BEGIN
  IF TG_OP = 'DELETE' THEN fact := OLD; ELSE fact := NEW; END IF;
  INSERT INTO dirty (agency_id, candidate_id) VALUES (fact.agency_id, fact.candidate_id);
  -- A decision also matters to others for whom the same people vouch.
  IF TG_OP <> 'INSERT' OR fact.decision IS NOT NULL THEN
    INSERT INTO dirty (agency_id, candidate_id)
    SELECT DISTINCT
      fact.agency_id,
      vouching.candidate_id
    FROM reference_contact AS own
    JOIN reference_contact AS vouching USING (agency_id, person)
    WHERE own.agency_id = fact.agency_id
      AND own.candidate_id = fact.candidate_id
      AND vouching.candidate_id <> fact.candidate_id;
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.application_changed() IS 'Queues the application''s candidate and those who share a reference as a person.';

CREATE FUNCTION public.are_numbers_between(words text[], minimum integer, maximum integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
  SELECT cardinality(words) BETWEEN 1 AND 20
    AND bool_and(
      CASE
        WHEN btrim(word) ~ '^[0-9]{1,6}$' THEN btrim(word)::integer BETWEEN coalesce(minimum, 0) AND coalesce(maximum, 999999)
        ELSE false
      END
    )
  FROM unnest(words) AS word
$_$;

COMMENT ON FUNCTION public.are_numbers_between(words text[], minimum integer, maximum integer) IS 'Whether these are whole numbers within bounds, 20 of them at most.';

SET default_table_access_method = heap;

CREATE TABLE public.practice_in_force (
    agency_id integer NOT NULL,
    time_zone text NOT NULL,
    working_days integer[] NOT NULL,
    holidays date[] NOT NULL,
    assume_held boolean NOT NULL,
    references_wanted integer NOT NULL,
    check_in_mode text NOT NULL,
    check_in_cap integer NOT NULL,
    check_in_days integer NOT NULL,
    candidate_check_in_days integer NOT NULL,
    keep_in_touch_days integer NOT NULL,
    reference_asks_per_year integer NOT NULL,
    nudge_candidates boolean NOT NULL,
    nudge_references boolean NOT NULL,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    nudges_per_recipient_per_day integer NOT NULL,
    daily_minutes integer NOT NULL,
    in_force_from date,
    nudge_max_age_days integer DEFAULT 10 NOT NULL,
    nobodys_addresses text[] DEFAULT '{}'::text[] NOT NULL,
    deliver_lists boolean DEFAULT true NOT NULL,
    reminded_bd integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.practice_in_force FORCE ROW LEVEL SECURITY;

ALTER TABLE public.practice_in_force OWNER TO followup_owner;

COMMENT ON TABLE public.practice_in_force IS 'The policy and calendar in force, one row per agency, kept by triggers from agency, policy and holiday.';

COMMENT ON COLUMN public.practice_in_force.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.practice_in_force.time_zone IS 'Zone in which dates are counted.';

COMMENT ON COLUMN public.practice_in_force.working_days IS 'ISO days of the week that are worked, 1 = Monday.';

COMMENT ON COLUMN public.practice_in_force.holidays IS 'Dates not worked, in order.';

COMMENT ON COLUMN public.practice_in_force.assume_held IS 'Whether an interview still called scheduled counts as held from its end on.';

COMMENT ON COLUMN public.practice_in_force.references_wanted IS 'Active consenting references a candidate should have.';

COMMENT ON COLUMN public.practice_in_force.check_in_mode IS 'single or weekly.';

COMMENT ON COLUMN public.practice_in_force.check_in_cap IS 'Check-ins in one silence, in weekly mode.';

COMMENT ON COLUMN public.practice_in_force.check_in_days IS 'Days of silence before a check-in.';

COMMENT ON COLUMN public.practice_in_force.candidate_check_in_days IS 'Days between words with an active candidate.';

COMMENT ON COLUMN public.practice_in_force.keep_in_touch_days IS 'Days between words with a reference.';

COMMENT ON COLUMN public.practice_in_force.reference_asks_per_year IS 'Asks of one person in 365 days.';

COMMENT ON COLUMN public.practice_in_force.nudge_candidates IS 'Whether candidates are nudged themselves.';

COMMENT ON COLUMN public.practice_in_force.nudge_references IS 'Kept for completeness: references are never actors, so never nudged.';

COMMENT ON COLUMN public.practice_in_force.quiet_from IS 'Local time from which no nudge goes out.';

COMMENT ON COLUMN public.practice_in_force.quiet_until IS 'Local time until which no nudge goes out.';

COMMENT ON COLUMN public.practice_in_force.nudges_per_recipient_per_day IS 'Messages one recipient may get on one local date.';

COMMENT ON COLUMN public.practice_in_force.daily_minutes IS 'Minutes a recruiter has a day, unless the recruiter has a number of their own.';

COMMENT ON COLUMN public.practice_in_force.in_force_from IS 'What was due before this local date is history: on no worklist and never nudged; NULL: nothing is.';

COMMENT ON COLUMN public.practice_in_force.nudge_max_age_days IS 'A ladder whose first rung is older than this many days is not begun.';

COMMENT ON COLUMN public.practice_in_force.nobodys_addresses IS 'Lower-case addresses, and @domains, that identify nobody and are not written to.';

COMMENT ON COLUMN public.practice_in_force.deliver_lists IS 'Whether the lists are mailed to their recruiters.';

COMMENT ON COLUMN public.practice_in_force.reminded_bd IS 'Business days for which a row is off the list after the candidate was reminded.';

CREATE VIEW public.practice WITH (security_invoker='true') AS
 SELECT practice_in_force.agency_id,
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
   FROM public.practice_in_force;

COMMENT ON VIEW public.practice IS 'The policy and calendar in force, one row per agency: what rules join, and hand whole to the calendar''s functions.';

CREATE FUNCTION public.at_local(day date, clock time without time zone, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (day + clock) AT TIME ZONE (practice).time_zone $$;

COMMENT ON FUNCTION public.at_local(day date, clock time without time zone, practice public.practice) IS 'The moment at which the agency''s clocks show that time on that date.';

CREATE FUNCTION public.candidates_fact_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (OLD.agency_id, OLD.candidate_id);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.candidate_id <> OLD.candidate_id) THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (NEW.agency_id, NEW.candidate_id);
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.candidates_fact_changed() IS 'Queues the candidate to whom the row belongs.';

CREATE FUNCTION public.client_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM queue_clients_candidates(NEW.agency_id, NEW.client_id);
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.client_changed() IS 'Queues the candidates put forward to the client.';

CREATE FUNCTION public.contact_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO dirty (agency_id, candidate_id)
  SELECT
    NEW.agency_id,
    attendee.candidate_id
  FROM attendee
  WHERE attendee.agency_id = NEW.agency_id
    AND attendee.contact_id = NEW.contact_id
  UNION
  SELECT
    NEW.agency_id,
    application.candidate_id
  FROM job_order
  JOIN application USING (agency_id, job_order_id)
  WHERE job_order.agency_id = NEW.agency_id
    AND job_order.client_id IN (OLD.client_id, NEW.client_id)
  UNION
  SELECT
    NEW.agency_id,
    application.candidate_id
  FROM job_order
  JOIN application USING (agency_id, job_order_id)
  WHERE job_order.agency_id = NEW.agency_id
    AND job_order.hiring_contact_id = NEW.contact_id;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.contact_changed() IS 'Queues the candidates whom a contact interviewed, and those put forward to their client.';

CREATE FUNCTION public.counting_done_at(done_at timestamp with time zone, expires_at timestamp with time zone, asked_until timestamp with time zone, late_counts boolean) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN done_at > asked_until THEN NULL
    WHEN done_at > expires_at AND NOT late_counts THEN NULL
    WHEN done_at > expires_at AND done_at >= asked_until THEN NULL
    ELSE done_at
  END
$$;

COMMENT ON FUNCTION public.counting_done_at(done_at timestamp with time zone, expires_at timestamp with time zone, asked_until timestamp with time zone, late_counts boolean) IS 'done_at where it ends the follow-up: not after asked_until or expires, or after expires but, where late counts, before asked_until.';

CREATE FUNCTION public.current_agency() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('followup.agency_id', true), '')::integer $$;

COMMENT ON FUNCTION public.current_agency() IS 'The agency that this transaction is about (SET LOCAL followup.agency_id); NULL: none chosen.';

CREATE FUNCTION public.date_in_words(day date, agency integer) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
  RETURN to_char(day, 'Dy YYYY-MM-DD') || coalesce(
    (
      SELECT ' (' || coalesce(holiday.name, 'holiday') || ')'
      FROM holiday
      WHERE holiday.agency_id = agency
        AND holiday.holiday_on = day
    ),
    ''
  );
END
$$;

COMMENT ON FUNCTION public.date_in_words(day date, agency integer) IS 'A date with what the agency calls it: Thu 2026-11-26 (Thanksgiving).';

CREATE FUNCTION public.dates_not_worked(from_on date, until_on date, practice public.practice) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT string_agg(date_in_words(day::date, (practice).agency_id), ', ' ORDER BY day)
  FROM generate_series(from_on::timestamp, until_on::timestamp, '1 day') AS day
  WHERE NOT is_working_date(day::date, practice)
$$;

COMMENT ON FUNCTION public.dates_not_worked(from_on date, until_on date, practice public.practice) IS 'The dates between the two, both included, that are not worked, with holidays by name; NULL: none.';

CREATE FUNCTION public.day_in_words(day date) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$ SELECT to_char(day, 'Dy FMDD Mon') $$;

COMMENT ON FUNCTION public.day_in_words(day date) IS 'A date as people say it: Thu 19 Nov.';

CREATE FUNCTION public.email_fault(email text, nobodys text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN email IS NULL OR btrim(email) = '' THEN NULL
    -- Nearly every address ends here.
    WHEN usable_email(email, nobodys) IS NOT NULL THEN NULL
    WHEN usable_email(email) IS NULL THEN 'is not an address: nobody is known by it, and nothing is sent to it'
    ELSE 'is nobody''s address by the policy nobodys_addresses: nobody is known by it, and nothing is sent to it'
  END
$$;

COMMENT ON FUNCTION public.email_fault(email text, nobodys text[]) IS 'Why an address that is stored cannot be used; NULL: it can, or there is none.';

CREATE FUNCTION public.follow_up_action(action text, channel text, summary text, party_name text, party_company text, candidate_name text, job_title text, client_name text, interview_on date) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  -- What is filled in is not looked at again: a name may hold anything, such as {job}.
  SELECT string_agg(
    CASE piece.words[1]
      WHEN '{party}' THEN coalesce(party_name || coalesce(' (' || party_company || ')', ''), 'the client''s hiring contact')
      WHEN '{candidate}' THEN candidate_name
      WHEN '{job}' THEN coalesce(job_title, 'the position')
      WHEN '{client}' THEN coalesce(client_name, 'the client')
      WHEN '{interview}' THEN coalesce(day_in_words(interview_on), 'the day agreed')
      ELSE piece.words[1]
    END,
    ''
    ORDER BY piece.place
  )
  FROM regexp_matches(
    coalesce(
      action,
      CASE channel
        WHEN 'email' THEN 'Write to {party} by email'
        WHEN 'message' THEN 'Write to {party}'
        WHEN 'meeting' THEN 'Meet {party}'
        WHEN 'note' THEN 'Send {party} a handwritten note'
        WHEN 'gift' THEN 'Send {party} a small gift'
        ELSE 'Call {party}'
      END
      || CASE WHEN job_title IS NOT NULL THEN ' about {job} at {client}' ELSE '' END
      || ': ' || lower(left(summary, 1)) || rtrim(substr(summary, 2), '.')
    ),
    '\{party\}|\{candidate\}|\{job\}|\{client\}|\{interview\}|[^{]+|\{',
    'g'
  ) WITH ORDINALITY AS piece (words, place)
$$;

COMMENT ON FUNCTION public.follow_up_action(action text, channel text, summary text, party_name text, party_company text, candidate_name text, job_title text, client_name text, interview_on date) IS 'A rule''s action line with names in place of {party} {candidate} {job} {client} {interview}; made of channel and summary where the rule has none; nothing within a name is filled in.';

CREATE FUNCTION public.follow_up_state(as_of timestamp with time zone, asked_from timestamp with time zone, asked_until timestamp with time zone, expires_at timestamp with time zone, done_at timestamp with time zone, skipped_at timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN asked_from > as_of THEN 'not yet'
    WHEN done_at <= as_of THEN 'done'
    WHEN skipped_at <= as_of THEN 'skipped'
    WHEN expires_at <= as_of AND (asked_until IS NULL OR expires_at < asked_until) THEN 'missed'
    WHEN asked_until <= as_of THEN 'cancelled'
    ELSE 'open'
  END
$$;

COMMENT ON FUNCTION public.follow_up_state(as_of timestamp with time zone, asked_from timestamp with time zone, asked_until timestamp with time zone, expires_at timestamp with time zone, done_at timestamp with time zone, skipped_at timestamp with time zone) IS 'not yet, done, skipped, missed, cancelled (gone) or open at as_of. done_at is one that counts: see counting_done_at().';

CREATE FUNCTION public.gather_statistics(table_names text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  table_name text;
BEGIN
  FOREACH table_name IN ARRAY table_names LOOP
    EXECUTE format('ANALYZE %I', table_name);
  END LOOP;
END
$$;

ALTER FUNCTION public.gather_statistics(table_names text[]) OWNER TO followup_owner;

COMMENT ON FUNCTION public.gather_statistics(table_names text[]) IS 'Gathers the statistics of these tables in the name of their owner.';

CREATE FUNCTION public.import_boolean(record jsonb, column_name text, standing boolean, if_empty boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN NOT record ? column_name THEN coalesce(standing, if_empty)
    WHEN record ->> column_name = '' THEN if_empty
    ELSE (record ->> column_name)::boolean
  END
$$;

COMMENT ON FUNCTION public.import_boolean(record jsonb, column_name text, standing boolean, if_empty boolean) IS 'A yes-or-no cell as it will stand.';

CREATE FUNCTION public.import_from_the_future(as_of timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT format(
    'is later than the moment of the import (%s in %s): correct the time, or import it again when it has come',
    to_char(as_of AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI'),
    zone
  )
$$;

COMMENT ON FUNCTION public.import_from_the_future(as_of timestamp with time zone, zone text) IS 'The reason for refusing a fact that lies in the future.';

CREATE FUNCTION public.import_is_future(moment timestamp with time zone, as_of timestamp with time zone) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT moment > as_of + interval '5 minutes' $$;

COMMENT ON FUNCTION public.import_is_future(moment timestamp with time zone, as_of timestamp with time zone) IS 'Whether a fact is from the future, beyond the grace that clocks are given.';

CREATE FUNCTION public.import_moment(value text, zone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  -- The form was checked when the file was read: the offset, if any, follows the minutes, which end with the sixteenth character.
  SELECT CASE
    WHEN substr(value, 17) ~ '[-+Z]' THEN value::timestamptz
    ELSE value::timestamp AT TIME ZONE zone
  END
$$;

COMMENT ON FUNCTION public.import_moment(value text, zone text) IS 'A time with its offset, or local time in that zone.';

CREATE FUNCTION public.import_name(record jsonb, standing text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  -- Spreadsheets break lines within a cell; a name goes into one line of a list and of a message's head.
  SELECT coalesce(
    nullif(btrim(regexp_replace(record ->> 'name', '[\u0001-\u001f\u007f-\u009f\u2028\u2029\s]*[\u0001-\u001f\u007f-\u009f\u2028\u2029][\u0001-\u001f\u007f-\u009f\u2028\u2029\s]*', ' ', 'g')), ''),
    nullif(record ->> 'name', ''),
    standing
  )
$$;

COMMENT ON FUNCTION public.import_name(record jsonb, standing text) IS 'A name as it will stand, without control characters and line breaks.';

CREATE FUNCTION public.import_no_such(kind text, id text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT format('no %s with id %s in this source: import it before or with this row, or correct the id', kind, id) $$;

COMMENT ON FUNCTION public.import_no_such(kind text, id text) IS 'The reason for refusing a row that refers to nothing known.';

CREATE FUNCTION public.import_text(record jsonb, column_name text, standing text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN record ? column_name THEN nullif(record ->> column_name, '') ELSE standing END $$;

COMMENT ON FUNCTION public.import_text(record jsonb, column_name text, standing text) IS 'A cell as it will stand: NULL when it is empty, what stands already when the file does not carry the column.';

CREATE FUNCTION public.import_verdict(fault text[], repeated boolean, is_out boolean, is_stored boolean, differs boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN fault IS NOT NULL THEN 'rejected'
    WHEN repeated THEN 'unchanged'
    WHEN is_out THEN CASE WHEN is_stored THEN 'deleted' ELSE 'unchanged' END
    WHEN NOT is_stored THEN 'added'
    WHEN differs THEN 'changed'
    ELSE 'unchanged'
  END
$$;

COMMENT ON FUNCTION public.import_verdict(fault text[], repeated boolean, is_out boolean, is_stored boolean, differs boolean) IS 'What becomes of a row: rejected, added, changed, unchanged or deleted.';

CREATE FUNCTION public.is_history(due_at timestamp with time zone, practice public.practice) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(due_at < ((practice).in_force_from::timestamp AT TIME ZONE (practice).time_zone), false)
$$;

COMMENT ON FUNCTION public.is_history(due_at timestamp with time zone, practice public.practice) IS 'Whether it was due before the agency''s policy in_force_from: in the backlog, on no worklist and never nudged.';

CREATE FUNCTION public.is_iso_date(value text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
BEGIN
  RETURN value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND value::date IS NOT NULL;
EXCEPTION
  WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN false;
END
$_$;

COMMENT ON FUNCTION public.is_iso_date(value text) IS 'Whether this is a date of the calendar, written as 2026-11-20.';

CREATE FUNCTION public.is_quiet(clock time without time zone, quiet_from time without time zone, quiet_until time without time zone) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN quiet_from <= quiet_until THEN clock >= quiet_from AND clock < quiet_until
    ELSE clock >= quiet_from OR clock < quiet_until
  END
$$;

COMMENT ON FUNCTION public.is_quiet(clock time without time zone, quiet_from time without time zone, quiet_until time without time zone) IS 'Whether a time of day lies in the quiet hours, which may run past midnight; from = until: there are none.';

CREATE FUNCTION public.is_time_zone(name text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  -- pg_timezone_names reads files; AT TIME ZONE would also take abbreviations and POSIX strings, which change no clocks.
  SELECT EXISTS (SELECT FROM pg_timezone_names AS zone WHERE zone.name = is_time_zone.name)
$$;

COMMENT ON FUNCTION public.is_time_zone(name text) IS 'Whether this is the name of an IANA time zone.';

CREATE FUNCTION public.is_working_date(day date, practice public.practice) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT extract(isodow FROM day)::integer = ANY ((practice).working_days)
    AND NOT day = ANY ((practice).holidays)
$$;

COMMENT ON FUNCTION public.is_working_date(day date, practice public.practice) IS 'Whether the agency works on that date.';

CREATE FUNCTION public.iso_local(moment timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
  SELECT to_char(moment AT TIME ZONE zone, 'YYYY-MM-DD"T"HH24:MI:SS')
    || CASE WHEN moment AT TIME ZONE zone < moment AT TIME ZONE 'UTC' THEN '-' ELSE '+' END
    || to_char(
      greatest(
        (moment AT TIME ZONE zone) - (moment AT TIME ZONE 'UTC'),
        (moment AT TIME ZONE 'UTC') - (moment AT TIME ZONE zone)
      ),
      'HH24:MI'
    )
$$;

COMMENT ON FUNCTION public.iso_local(moment timestamp with time zone, zone text) IS 'A moment as ISO 8601 in that zone, with its offset.';

CREATE FUNCTION public.iso_utc(moment timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN isfinite(moment) THEN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  END
$$;

COMMENT ON FUNCTION public.iso_utc(moment timestamp with time zone) IS 'A moment as ISO 8601 in UTC with Z; NULL for always and never.';

CREATE FUNCTION public.job_order_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO dirty (agency_id, candidate_id)
  SELECT DISTINCT
    NEW.agency_id,
    application.candidate_id
  FROM application
  WHERE application.agency_id = NEW.agency_id
    AND application.job_order_id = NEW.job_order_id;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.job_order_changed() IS 'Queues the candidates put forward for the job order.';

CREATE FUNCTION public.list_bucket(as_of timestamp with time zone, due_at timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN due_at < as_of THEN 'overdue'
    WHEN (due_at AT TIME ZONE zone)::date <= (as_of AT TIME ZONE zone)::date THEN 'today'
    ELSE 'upcoming'
  END
$$;

COMMENT ON FUNCTION public.list_bucket(as_of timestamp with time zone, due_at timestamp with time zone, zone text) IS 'What an open follow-up is called on a list and wherever else it is spoken of: overdue, today (due by the end of the local day in that zone), upcoming.';

CREATE FUNCTION public.local_date(moment timestamp with time zone, practice public.practice) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (moment AT TIME ZONE (practice).time_zone)::date $$;

COMMENT ON FUNCTION public.local_date(moment timestamp with time zone, practice public.practice) IS 'The agency''s date at that moment.';

CREATE FUNCTION public.may_gather_statistics() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  -- Of distributed tables each node gathers its own, which only their owner may have it do.
  SELECT pg_has_role(pg_class.relowner, 'USAGE')
    OR (
      has_function_privilege('gather_statistics(text[])', 'EXECUTE')
      AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')
    )
  FROM pg_class
  WHERE pg_class.oid = 'follow_up'::regclass
$$;

COMMENT ON FUNCTION public.may_gather_statistics() IS 'Whether this user may gather statistics; those who may not leave it to autovacuum.';

CREATE FUNCTION public.moment_in_words(moment timestamp with time zone, practice public.practice) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN moment = '-infinity' THEN 'always'
    WHEN moment = 'infinity' THEN 'never'
    ELSE to_char(moment AT TIME ZONE (practice).time_zone, 'Dy YYYY-MM-DD HH24:MI')
      || CASE WHEN date_trunc('minute', moment) <> moment THEN to_char(moment AT TIME ZONE (practice).time_zone, ':SS') ELSE '' END
  END
$$;

COMMENT ON FUNCTION public.moment_in_words(moment timestamp with time zone, practice public.practice) IS 'A moment in the agency''s zone: Thu 2026-11-19 16:00.';

CREATE FUNCTION public.no_later_than(moment timestamp with time zone, latest timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN moment > latest THEN latest ELSE moment END $$;

COMMENT ON FUNCTION public.no_later_than(moment timestamp with time zone, latest timestamp with time zone) IS 'The moment, brought forward to the latest one allowed; one that is not known stays not known (least() would make it the latest).';

CREATE FUNCTION public.nobodys_addresses_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM refresh_persons(NEW.agency_id, NEW.nobodys_addresses);
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.nobodys_addresses_changed() IS 'Derives again who is one person.';

CREATE FUNCTION public.nth_working_date(day date, n integer, working_days integer[], holidays date[]) RETURNS date
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
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
      RAISE EXCEPTION 'no working date within a hundred years of %: working days %', day, working_days
        USING ERRCODE = 'data_exception', HINT = 'Look at the policy working_days and at the holidays.';
    END IF;
    IF extract(isodow FROM reached)::integer = ANY (working_days) AND NOT reached = ANY (holidays) THEN
      left_to_go := left_to_go - 1;
    END IF;
  END LOOP;
  RETURN reached;
END
$$;

COMMENT ON FUNCTION public.nth_working_date(day date, n integer, working_days integer[], holidays date[]) IS 'The n-th working date strictly after day; before it for a negative n; day itself for 0.';

CREATE FUNCTION public.nudges_owed(agency integer, as_of timestamp with time zone, rules jsonb, ladders jsonb) RETURNS TABLE(candidate_id bigint, follow_up_id bigint, rung text, due_at timestamp with time zone, recipient_kind text, recipient_id bigint, recipient_name text, recipient_address text, local_date date, verdict text)
    LANGUAGE plpgsql STABLE
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
  rungs AS MATERIALIZED (
    -- A rule's ladder in its order; a rung may name several roles.
    SELECT
      step.rule,
      step.rung,
      step.hours,
      step.business_days,
      array_agg(DISTINCT step.recipient) AS recipients,
      row_number() OVER (PARTITION BY step.rule ORDER BY min(step.place)) AS number
    FROM ROWS FROM (
      jsonb_to_recordset(nudges_owed.ladders) AS (
        rule text,
        rung text,
        hours integer,
        business_days integer,
        recipient text
      )
    ) WITH ORDINALITY AS step (rule, rung, hours, business_days, recipient, place)
    GROUP BY
      step.rule,
      step.rung,
      step.hours,
      step.business_days
  ),
  climbable AS MATERIALIZED (
    -- What is open, not snoozed and not history, and whose ladder is young enough to begin or has begun.
    SELECT
      follow_up.candidate_id,
      follow_up.follow_up_id,
      follow_up.rule,
      follow_up.due_at,
      follow_up.recruiter_id,
      begins.at >= plus_days(nudges_owed.as_of, - practice.nudge_max_age_days, practice) AS may_begin
    FROM follow_up
    JOIN practice ON practice.agency_id = nudges_owed.agency
    JOIN rungs AS first_rung
      ON first_rung.rule = follow_up.rule
      AND first_rung.number = 1
    CROSS JOIN LATERAL (
      SELECT rung_reached_at(follow_up.due_at, first_rung.hours, first_rung.business_days, practice) AS at
    ) AS begins
    WHERE follow_up.agency_id = nudges_owed.agency
      AND follow_up.closes_at > nudges_owed.as_of
      AND follow_up.asked_from <= nudges_owed.as_of
      AND (follow_up.snoozed_until IS NULL OR follow_up.snoozed_until <= nudges_owed.as_of)
      AND (practice.in_force_from IS NULL OR local_date(follow_up.due_at, practice) >= practice.in_force_from)
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
    -- A ladder starts at its first rung; each further one is counted from the sending of the one before, except that the rungs of
    -- a hard deadline go by the clock alone.
    SELECT DISTINCT
      climbable.candidate_id,
      climbable.follow_up_id,
      climbable.due_at,
      climbable.recruiter_id,
      rule.hard,
      rule.quiet_from,
      rule.quiet_until,
      rung.rung || ': ' || role.name AS rung,
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
    JOIN rungs AS rung ON rung.rule = climbable.rule
    LEFT JOIN rungs AS before
      ON before.rule = rung.rule
      AND before.number = rung.number - 1
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
        AND starts_with(nudge.rung, before.rung || ': ')
        AND message.state IN ('sent', 'uncertain', 'dropped')
    ) AS sent ON rung.number > 1 AND NOT rule.hard
    CROSS JOIN LATERAL unnest(rung.recipients) AS named (recipient)
    CROSS JOIN LATERAL (
      SELECT CASE named.recipient WHEN 'actor' THEN rule.actor ELSE named.recipient END AS name
    ) AS role
    WHERE CASE
      WHEN rung.number = 1 THEN climbable.may_begin
      WHEN NOT rule.hard AND sent.at IS NULL THEN false
      WHEN rung.business_days >= 0 AND climbable.due_at > nudges_owed.as_of THEN false
      ELSE rung_reached_at(climbable.due_at, rung.hours, rung.business_days, practice) <= nudges_owed.as_of
        AND (
          rule.hard
          OR rung_follows_at(sent.at, before.hours, before.business_days, rung.hours, rung.business_days, practice)
            <= nudges_owed.as_of
        )
    END
  ),
  failed_to AS MATERIALIZED (
    -- Addresses that refused for good, until a person has the message sent again or drops it.
    SELECT DISTINCT usable_email(message.recipient_address) AS address
    FROM message
    WHERE message.agency_id = nudges_owed.agency
      AND message.state = 'failed'
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
    -- is there or can be written to, the manager is. An agency's top has no manager, and that rung falls away.
    SELECT
      reached.*,
      practice.*::practice AS practice,
      candidate.candidate_id AS written_candidate_id,
      candidate.name AS candidate_name,
      usable_email(candidate.email) AS candidate_address,
      candidate.time_zone AS candidate_zone,
      CASE WHEN reached.role = 'manager' THEN manager.reader_id ELSE coalesce(owner.reader_id, manager.reader_id) END
        AS written_recruiter_id
    FROM reached
    JOIN practice ON practice.agency_id = nudges_owed.agency
    JOIN colleague AS owner ON owner.recruiter_id = reached.recruiter_id
    LEFT JOIN colleague AS manager ON manager.recruiter_id = owner.manager_id
    LEFT JOIN candidate
      ON reached.role = 'candidate'
      AND practice.nudge_candidates
      AND candidate.agency_id = nudges_owed.agency
      AND candidate.candidate_id = reached.candidate_id
      AND usable_email(candidate.email, practice.nobodys_addresses) IS NOT NULL
      AND NOT candidate.do_not_contact
      AND candidate.erased_at IS NULL
      AND NOT EXISTS (
        SELECT
        FROM failed_to
        WHERE failed_to.address = usable_email(candidate.email)
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
    LEFT JOIN recruiter
      ON addressed.written_candidate_id IS NULL
      AND recruiter.agency_id = nudges_owed.agency
      AND recruiter.recruiter_id = addressed.written_recruiter_id
    CROSS JOIN LATERAL (
      SELECT nudges_owed.as_of AT TIME ZONE coalesce(
        CASE WHEN addressed.written_candidate_id IS NOT NULL THEN addressed.candidate_zone ELSE recruiter.time_zone END,
        (addressed.practice).time_zone
      ) AS local_time
    ) AS there
  ),
  unsent AS MATERIALIZED (
    -- A rung is sent once per due time, whoever it falls to; only what failed falls to somebody else.
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
        AND nudge.rung = placed.rung
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
    unsent.rung,
    unsent.due_at,
    unsent.recipient_kind,
    unsent.recipient_id,
    unsent.recipient_name,
    unsent.recipient_address,
    unsent.local_date,
    CASE
      WHEN unsent.recipient_id IS NULL THEN 'nobody'
      WHEN EXISTS (
        SELECT
        FROM dirty
        WHERE dirty.agency_id = nudges_owed.agency
          AND dirty.candidate_id IN (unsent.candidate_id, 0)
      ) THEN 'unplanned'
      WHEN is_quiet(
        unsent.local_clock,
        CASE WHEN unsent.hard THEN coalesce(unsent.quiet_from, (unsent.practice).quiet_from)
          ELSE (unsent.practice).quiet_from END,
        CASE WHEN unsent.hard THEN coalesce(unsent.quiet_until, (unsent.practice).quiet_until)
          ELSE (unsent.practice).quiet_until END
      ) THEN 'quiet'
      WHEN NOT unsent.hard AND NOT is_working_date(unsent.local_date, unsent.practice) THEN 'quiet'
      WHEN NOT unsent.hard AND of_the_day.messages >= (unsent.practice).nudges_per_recipient_per_day THEN 'cap'
      ELSE 'go'
    END
  FROM unsent
  LEFT JOIN of_the_day
    ON of_the_day.address = unsent.recipient_address
    AND of_the_day.local_date = unsent.local_date;
END
$$;

COMMENT ON FUNCTION public.nudges_owed(agency integer, as_of timestamp with time zone, rules jsonb, ladders jsonb) IS 'Nudges that are owed and not sent, one row per follow-up, rung and role; verdict: go, quiet (hours or date of the recipient), cap (of the day), unplanned (facts changed since), nobody (no one to write to).';

CREATE FUNCTION public.one_line(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT btrim(regexp_replace(name, '[\s\u0001-\u0020\u007f-\u00a0\u2028\u2029]+', ' ', 'g')) $$;

COMMENT ON FUNCTION public.one_line(name text) IS 'A name as a header can carry it: line breaks, tabs and other control characters are blanks.';

CREATE FUNCTION public.person_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  -- Nobody has spoken to a row that is new: touches queue by themselves when they come.
  IF current_setting('followup.queues_everybody', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  PERFORM queue_vouched_for(OLD.agency_id, OLD.person, NULL);
  IF TG_OP = 'UPDATE' AND NEW.person IS DISTINCT FROM OLD.person THEN
    PERFORM queue_vouched_for(NEW.agency_id, NEW.person, NULL);
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.person_changed() IS 'Queues everybody for whom that person vouches, by the old and the new email or phone.';

CREATE FUNCTION public.person_key(email text, phone text, nobodys text[], row_alone text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT coalesce('e:' || usable_email(email, coalesce(nobodys, '{}')), 'p:' || usable_phone(phone), row_alone) $$;

COMMENT ON FUNCTION public.person_key(email text, phone text, nobodys text[], row_alone text) IS 'What is the same for all rows of one person: the usable email, else the usable phone, else the row alone.';

CREATE FUNCTION public.person_of(agency integer, kind text, id bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
  found_person text;
BEGIN
  IF kind = 'reference' THEN
    SELECT reference_contact.person
    INTO found_person
    FROM reference_contact
    WHERE reference_contact.agency_id = agency
      AND reference_contact.reference_id BETWEEN id AND id
    ORDER BY reference_contact.reference_id;
  ELSIF kind = 'contact' THEN
    SELECT contact.person
    INTO found_person
    FROM contact
    WHERE contact.agency_id = agency
      AND contact.contact_id BETWEEN id AND id
    ORDER BY contact.contact_id;
  END IF;
  RETURN found_person;
END
$$;

COMMENT ON FUNCTION public.person_of(agency integer, kind text, id bigint) IS 'The email or phone by which a reference or a contact is known as a person; NULL for everybody else.';

CREATE FUNCTION public.plus_business_days(moment timestamp with time zone, n integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN n = 0 THEN moment
    ELSE (
      nth_working_date((moment AT TIME ZONE (practice).time_zone)::date, n, (practice).working_days, (practice).holidays)
      + (moment AT TIME ZONE (practice).time_zone)::time
    ) AT TIME ZONE (practice).time_zone
  END
$$;

COMMENT ON FUNCTION public.plus_business_days(moment timestamp with time zone, n integer, practice public.practice) IS 't + n bd: the n-th working date strictly after t''s local date, at t''s local time of day; a negative n mirrors it.';

CREATE FUNCTION public.plus_days(moment timestamp with time zone, n integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT ((moment AT TIME ZONE (practice).time_zone) + make_interval(days => n)) AT TIME ZONE (practice).time_zone $$;

COMMENT ON FUNCTION public.plus_days(moment timestamp with time zone, n integer, practice public.practice) IS 'Calendar days at the same local time.';

CREATE FUNCTION public.plus_hours(moment timestamp with time zone, n integer) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT moment + make_interval(hours => n) $$;

COMMENT ON FUNCTION public.plus_hours(moment timestamp with time zone, n integer) IS 'Real elapsed hours.';

CREATE FUNCTION public.policy_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  agency integer;
BEGIN
  IF TG_OP = 'DELETE' THEN agency := OLD.agency_id; ELSE agency := NEW.agency_id; END IF;
  IF TG_OP <> 'INSERT' AND OLD.client_id IS NOT NULL THEN
    PERFORM queue_clients_candidates(OLD.agency_id, OLD.client_id);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.client_id IS NOT NULL THEN
    PERFORM queue_clients_candidates(NEW.agency_id, NEW.client_id);
  END IF;
  IF refresh_practice(agency) THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (agency, 0);
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.policy_changed() IS 'Queues whom a policy affects: a client''s candidates, or everybody.';

CREATE FUNCTION public.practice_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  agency integer;
BEGIN
  IF TG_OP = 'DELETE' THEN agency := OLD.agency_id; ELSE agency := NEW.agency_id; END IF;
  -- Whoever adds an agency cannot have chosen it before; the rows derived from it are its own.
  IF current_agency() IS NULL THEN
    PERFORM set_config('followup.agency_id', agency::text, true);
  END IF;
  IF refresh_practice(agency) THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (agency, 0);
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.practice_changed() IS 'Derives the practice in force again and, when it changed, queues everybody.';

CREATE FUNCTION public.queue_clients_candidates(agency integer, client bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO dirty (agency_id, candidate_id)
  SELECT DISTINCT
    agency,
    application.candidate_id
  FROM job_order
  CROSS JOIN LATERAL (
    -- OFFSET 0: job order by job order, not by way of all applications.
    SELECT application.candidate_id
    FROM application
    WHERE application.agency_id = job_order.agency_id
      AND application.job_order_id = job_order.job_order_id
    OFFSET 0
  ) AS application
  WHERE job_order.agency_id = agency
    AND job_order.client_id = client;
END
$$;

COMMENT ON FUNCTION public.queue_clients_candidates(agency integer, client bigint) IS 'Queues the candidates put forward to the client.';

CREATE FUNCTION public.queue_vouched_for(agency integer, shared_person text, but_not bigint) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
  candidates bigint[];
  candidate bigint;
BEGIN
  IF shared_person IS NULL THEN
    RETURN;
  END IF;
  candidates := ARRAY(
    SELECT vouching.candidate_id
    FROM reference_contact AS vouching
    WHERE vouching.agency_id = agency
      AND vouching.person BETWEEN shared_person AND shared_person
      AND vouching.candidate_id IS DISTINCT FROM but_not
    ORDER BY vouching.person
  );
  FOREACH candidate IN ARRAY candidates LOOP
    INSERT INTO dirty (agency_id, candidate_id) VALUES (agency, candidate);
  END LOOP;
END
$$;

COMMENT ON FUNCTION public.queue_vouched_for(agency integer, shared_person text, but_not bigint) IS 'Queues everybody but one for whom that person vouches.';

CREATE FUNCTION public.reach_in_words(phone text, email text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN usable_phone(phone) IS NOT NULL THEN phone WHEN usable_email(email) IS NOT NULL THEN email END $$;

COMMENT ON FUNCTION public.reach_in_words(phone text, email text) IS 'How to reach somebody, as it was given: the telephone number when it is a usable one, else the address, NULL where neither is usable.';

CREATE FUNCTION public.recruiter_action(actor text, action text, candidate_name text, candidate_reach text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE actor
    WHEN 'candidate' THEN
      'Remind ' || candidate_name || coalesce(', ' || candidate_reach || ',', '')
      || ' to ' || lower(left(action, 1)) || substr(action, 2)
    ELSE action
  END
$$;

COMMENT ON FUNCTION public.recruiter_action(actor text, action text, candidate_name text, candidate_reach text) IS 'What the recruiter does about it: the action itself, or reminding the candidate of it.';

CREATE FUNCTION public.recruiters_on_duty(agency integer, as_of timestamp with time zone) RETURNS TABLE(recruiter_id bigint, worker_id bigint, present boolean, active boolean, away_until date)
    LANGUAGE plpgsql STABLE ROWS 100 PARALLEL SAFE
    AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE presence AS (
    SELECT
      recruiter.recruiter_id,
      recruiter.active,
      away.until_on AS away_until,
      CASE
        WHEN NOT recruiter.active THEN recruiter.manager_id
        WHEN away.until_on IS NOT NULL THEN away.cover_id
      END AS stand_in_id
    FROM recruiter
    JOIN practice USING (agency_id)
    LEFT JOIN LATERAL (
      SELECT
        absence.until_on,
        absence.cover_id
      FROM absence
      WHERE absence.agency_id = recruiters_on_duty.agency
        AND absence.recruiter_id = recruiter.recruiter_id
        AND (recruiters_on_duty.as_of AT TIME ZONE coalesce(recruiter.time_zone, practice.time_zone))::date
          BETWEEN absence.from_on AND absence.until_on
      ORDER BY absence.cover_id IS NULL, absence.until_on DESC, absence.from_on
      LIMIT 1
    ) AS away ON true
    WHERE recruiter.agency_id = recruiters_on_duty.agency
  ),
  handing_over AS (
    SELECT
      presence.recruiter_id,
      presence.recruiter_id AS worker_id,
      ARRAY[presence.recruiter_id] AS seen
    FROM presence
    UNION ALL
    SELECT
      handing_over.recruiter_id,
      presence.stand_in_id,
      handing_over.seen || presence.stand_in_id
    FROM handing_over
    JOIN presence ON presence.recruiter_id = handing_over.worker_id
    WHERE presence.stand_in_id IS NOT NULL
      AND NOT presence.stand_in_id = ANY (handing_over.seen)
  )
  SELECT DISTINCT ON (handing_over.recruiter_id)
    handing_over.recruiter_id,
    CASE WHEN worker.active AND worker.away_until IS NULL THEN worker.recruiter_id ELSE owner.recruiter_id END,
    worker.active AND worker.away_until IS NULL,
    owner.active,
    owner.away_until
  FROM handing_over
  JOIN presence AS owner ON owner.recruiter_id = handing_over.recruiter_id
  JOIN presence AS worker ON worker.recruiter_id = handing_over.worker_id
  ORDER BY
    handing_over.recruiter_id,
    worker.active AND worker.away_until IS NULL DESC,
    cardinality(handing_over.seen);
END
$$;

COMMENT ON FUNCTION public.recruiters_on_duty(agency integer, as_of timestamp with time zone) IS 'Who works each recruiter''s list on that recruiter''s local date: they, their cover, or their manager once they have left; present: whether that one is there.';

CREATE FUNCTION public.refresh_persons(agency integer, nobodys text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  changed_contacts bigint;
  changed_references bigint;
BEGIN
  -- Each row would queue everybody who shares the person that it leaves; once for everybody says the same.
  PERFORM set_config('followup.queues_everybody', 'yes', true);
  UPDATE contact
  SET person = person_key(contact.email, contact.phone, nobodys, 'c:' || contact.contact_id)
  WHERE contact.agency_id = agency
    AND contact.person IS DISTINCT FROM person_key(contact.email, contact.phone, nobodys, 'c:' || contact.contact_id);
  GET DIAGNOSTICS changed_contacts = ROW_COUNT;
  UPDATE reference_contact
  SET person = person_key(reference_contact.email, reference_contact.phone, nobodys, 'r:' || reference_contact.reference_id)
  WHERE reference_contact.agency_id = agency
    AND reference_contact.person IS DISTINCT FROM
      person_key(reference_contact.email, reference_contact.phone, nobodys, 'r:' || reference_contact.reference_id);
  GET DIAGNOSTICS changed_references = ROW_COUNT;
  PERFORM set_config('followup.queues_everybody', '', true);
  IF changed_contacts + changed_references > 0 THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (agency, 0);
  END IF;
END
$$;

COMMENT ON FUNCTION public.refresh_persons(agency integer, nobodys text[]) IS 'Derives again who is one person, and queues everybody when somebody is another than before.';

CREATE FUNCTION public.refresh_practice(agency integer) RETURNS boolean
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

  INSERT INTO practice_in_force AS standing
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
    (in_force ->> 'reminded_bd')::integer
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
    reminded_bd = excluded.reminded_bd
  WHERE (standing.*) IS DISTINCT FROM (excluded.*);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed > 0;
END
$$;

COMMENT ON FUNCTION public.refresh_practice(agency integer) IS 'Derives the agency''s row of practice from agency, policy and holiday; true when it changed.';

CREATE FUNCTION public.refuse_another_agency() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE 'a row of % is of another agency than the chosen one', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

COMMENT ON FUNCTION public.refuse_another_agency() IS 'Refuses a row that is of another agency than the chosen one.';

CREATE FUNCTION public.rolled(moment timestamp with time zone, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN is_working_date((moment AT TIME ZONE (practice).time_zone)::date, practice) THEN moment
    ELSE plus_business_days(moment, 1, practice)
  END
$$;

COMMENT ON FUNCTION public.rolled(moment timestamp with time zone, practice public.practice) IS 'The same local time on the next working date, if the local date is not one.';

CREATE FUNCTION public.row_says_who() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  nobodys text[];
BEGIN
  SELECT practice_in_force.nobodys_addresses
  INTO nobodys
  FROM practice_in_force
  WHERE practice_in_force.agency_id = NEW.agency_id;
  IF TG_TABLE_NAME = 'contact' THEN
    NEW.person := person_key(NEW.email, NEW.phone, nobodys, 'c:' || NEW.contact_id);
  ELSE
    NEW.person := person_key(NEW.email, NEW.phone, nobodys, 'r:' || NEW.reference_id);
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION public.row_says_who() IS 'Keeps the person of a contact or a reference.';

CREATE FUNCTION public.rung_follows_at(sent_at timestamp with time zone, hours_before integer, business_days_before integer, hours integer, business_days integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN hours_before IS NOT NULL
      THEN rung_reached_at(plus_hours(sent_at, - hours_before), hours, business_days, practice)
    WHEN hours IS NOT NULL
      THEN plus_hours(plus_business_days(sent_at, - business_days_before, practice), hours)
    ELSE plus_business_days(sent_at, business_days - business_days_before, practice)
  END
$$;

COMMENT ON FUNCTION public.rung_follows_at(sent_at timestamp with time zone, hours_before integer, business_days_before integer, hours integer, business_days integer, practice public.practice) IS 'The ladder''s distance after the rung before was sent: the earliest moment of the rung that follows it.';

CREATE FUNCTION public.rung_reached_at(due_at timestamp with time zone, hours integer, business_days integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE WHEN hours IS NOT NULL THEN plus_hours(due_at, hours) ELSE plus_business_days(due_at, business_days, practice) END
$$;

COMMENT ON FUNCTION public.rung_reached_at(due_at timestamp with time zone, hours integer, business_days integer, practice public.practice) IS 'When a rung that many hours or business days from the due time is reached by the clock.';

CREATE FUNCTION public.skip_is_over(rule text, skipped_at timestamp with time zone, anchor_at timestamp with time zone, moved_on text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT coalesce(rule = ANY (moved_on) AND skipped_at < anchor_at, false) $$;

COMMENT ON FUNCTION public.skip_is_over(rule text, skipped_at timestamp with time zone, anchor_at timestamp with time zone, moved_on text[]) IS 'Whether a skip no longer counts: its rule is among those that the next touch moves on, and that touch has come since.';

CREATE FUNCTION public.times_nudged(agency integer, candidate bigint, follow_up bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
  RETURN (
    SELECT count(DISTINCT nudge.message_id)
    FROM nudge
    JOIN message
      ON message.agency_id = nudge.agency_id
      AND message.message_id = nudge.message_id
    WHERE nudge.agency_id = times_nudged.agency
      AND nudge.candidate_id = times_nudged.candidate
      AND nudge.follow_up_id = times_nudged.follow_up
      AND message.state = 'sent'
  );
END
$$;

COMMENT ON FUNCTION public.times_nudged(agency integer, candidate bigint, follow_up bigint) IS 'How often somebody was nudged about a follow-up: messages that were sent, whoever got them; what waits, failed or is uncertain is not counted.';

CREATE FUNCTION public.touch_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  fact touch;
BEGIN
  IF TG_OP = 'DELETE' THEN fact := OLD; ELSE fact := NEW; END IF;

  IF fact.candidate_id IS NOT NULL THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (fact.agency_id, fact.candidate_id);
  END IF;
  IF fact.actor_kind = 'candidate' AND fact.actor_id IS DISTINCT FROM fact.candidate_id THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (fact.agency_id, fact.actor_id);
  END IF;
  IF fact.party_kind = 'candidate' AND fact.party_id IS DISTINCT FROM fact.candidate_id THEN
    INSERT INTO dirty (agency_id, candidate_id) VALUES (fact.agency_id, fact.party_id);
  END IF;
  -- Everybody for whom those who take part vouch as a person.
  IF fact.actor_kind IN ('reference', 'contact') THEN
    PERFORM queue_vouched_for(
      fact.agency_id,
      person_of(fact.agency_id, fact.actor_kind, fact.actor_id),
      fact.candidate_id
    );
  END IF;
  IF fact.party_kind IN ('reference', 'contact') THEN
    PERFORM queue_vouched_for(
      fact.agency_id,
      person_of(fact.agency_id, fact.party_kind, fact.party_id),
      fact.candidate_id
    );
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.touch_changed() IS 'Queues the candidates that a touch is about, that take part in it, or whose references take part in it as a person.';

CREATE FUNCTION public.touches_go_with_a_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  kind CONSTANT text := TG_ARGV[0];
  gone CONSTANT bigint := (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
BEGIN
  DELETE FROM touch
  WHERE touch.agency_id = OLD.agency_id
    AND touch.actor_kind = kind
    AND touch.actor_id = gone;
  DELETE FROM touch
  WHERE touch.agency_id = OLD.agency_id
    AND touch.party_kind = kind
    AND touch.party_id = gone;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.touches_go_with_a_person() IS 'Takes out the touches in which a deleted person took part: actor and party are of several kinds, so no foreign key does.';

CREATE FUNCTION public.usable_email(email text, nobodys text[] DEFAULT '{}'::text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
  -- The blanks of other alphabets are named, since what [:space:] holds depends on the collation.
  SELECT address.written
  FROM (
    SELECT lower(regexp_replace(email, '^[\s\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]+|[\s\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]+$', '', 'g'))
      AS written
  ) AS address
  WHERE address.written ~ '^[^@\s\u0001-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff<>\[\](),;:"\\]+@([^@.\s\u0001-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff<>\[\](),;:"\\]+\.)+[^@.\s\u0001-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff<>\[\](),;:"\\]+$'
    AND octet_length(address.written) <= 254
    AND NOT address.written = ANY (nobodys)
    AND NOT substring(address.written FROM '@.*$') = ANY (nobodys)
$_$;

COMMENT ON FUNCTION public.usable_email(email text, nobodys text[]) IS 'The address trimmed and in lower case when mail can be sent to it and it is one person''s, else NULL; nobodys: lower-case addresses and @domains that are nobody''s.';

CREATE FUNCTION public.usable_phone(phone text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
  SELECT right(number.digits, 9)
  FROM (
    SELECT regexp_replace(phone, '[^0-9]', '', 'g') AS digits
  ) AS number
  WHERE length(number.digits) >= 7
    AND number.digits !~ '^(.)\1*$'
$_$;

COMMENT ON FUNCTION public.usable_phone(phone text) IS 'The last nine digits of a telephone number of at least seven digits that are not all the same, else NULL.';

CREATE FUNCTION public.value_fault(value text, kind text, minimum integer, maximum integer, choices text[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$
  SELECT CASE
    WHEN value IS NULL OR btrim(value) = '' THEN 'a value is missing'
    WHEN kind = 'integer' AND NOT are_numbers_between(ARRAY[value], minimum, maximum)
      THEN format('a whole number from %s to %s is wanted', coalesce(minimum, 0), coalesce(maximum, 999999))
    WHEN kind = 'integers' AND NOT are_numbers_between(string_to_array(value, ','), minimum, maximum)
      THEN format(
        'whole numbers from %s to %s with commas between them are wanted, 20 of them at most',
        coalesce(minimum, 0),
        coalesce(maximum, 999999)
      )
    WHEN kind = 'boolean' AND lower(value) NOT IN ('yes', 'no', 'true', 'false') THEN 'yes or no is wanted'
    WHEN kind = 'clock' AND value !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' THEN 'a time of day such as 18:00 is wanted'
    WHEN kind = 'zone' AND NOT is_time_zone(value) THEN 'the name of a time zone such as Europe/Zurich is wanted'
    WHEN kind = 'weekdays' AND lower(value) !~ '^(mon|tue|wed|thu|fri|sat|sun)( *, *(mon|tue|wed|thu|fri|sat|sun))*$'
      THEN 'days such as mon,tue,wed are wanted'
    WHEN kind = 'date' AND lower(value) <> 'none' AND (NOT is_iso_date(value) OR value NOT BETWEEN '1990-01-01' AND '2100-01-01')
      THEN 'a date such as 2026-11-20, from 1990 on and before 2100, or none, is wanted'
    WHEN kind = 'addresses' AND lower(value) <> 'none' AND EXISTS (
      SELECT
      FROM unnest(string_to_array(value, ',')) AS entry
      WHERE usable_email(CASE WHEN left(btrim(entry), 1) = '@' THEN 'somebody' ELSE '' END || btrim(entry)) IS NULL
    ) THEN 'addresses and @domains with commas between them, or none, are wanted'
    WHEN kind = 'choice' AND NOT value = ANY (choices) THEN format('one of %s is wanted', array_to_string(choices, ', '))
  END
$_$;

COMMENT ON FUNCTION public.value_fault(value text, kind text, minimum integer, maximum integer, choices text[]) IS 'What is wrong with a policy value of that kind; NULL: nothing.';

CREATE FUNCTION public.who_is(agency integer, kind text, id bigint) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
  RETURN CASE kind
    WHEN 'recruiter' THEN (
      SELECT format('%s (%s)', recruiter.name, recruiter.external_id)
      FROM recruiter
      WHERE recruiter.agency_id = agency
        AND recruiter.recruiter_id = id
    )
    WHEN 'candidate' THEN (
      SELECT format('%s (%s)', candidate.name, candidate.external_id)
      FROM candidate
      WHERE candidate.agency_id = agency
        AND candidate.candidate_id = id
    )
    WHEN 'contact' THEN (
      SELECT format('%s (%s)', contact.name, contact.external_id)
      FROM contact
      WHERE contact.agency_id = agency
        AND contact.contact_id = id
    )
    WHEN 'reference' THEN (
      SELECT format('%s (%s)', reference_contact.name, reference_contact.external_id)
      FROM reference_contact
      WHERE reference_contact.agency_id = agency
        AND reference_contact.reference_id = id
    )
  END;
END
$$;

COMMENT ON FUNCTION public.who_is(agency integer, kind text, id bigint) IS 'Name and source''s id of somebody: Ana Alder (ct1); NULL: nobody of that kind and id.';

CREATE FUNCTION public.working_days_of(value text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT array_agg(DISTINCT array_position(ARRAY['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], btrim(lower(name))))
  FROM unnest(string_to_array(value, ',')) AS name
$$;

COMMENT ON FUNCTION public.working_days_of(value text) IS 'ISO days of the week of a list such as mon,tue,wed.';

CREATE TABLE public.absence (
    agency_id integer NOT NULL,
    recruiter_id bigint NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    cover_id bigint,
    CONSTRAINT absence_ends_after_it_begins CHECK ((until_on >= from_on))
);

ALTER TABLE ONLY public.absence FORCE ROW LEVEL SECURITY;

ALTER TABLE public.absence OWNER TO followup_owner;

COMMENT ON TABLE public.absence IS 'Days on which a recruiter is away and who works the list meanwhile.';

COMMENT ON COLUMN public.absence.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.absence.recruiter_id IS 'Who is away.';

COMMENT ON COLUMN public.absence.from_on IS 'First day away, local date.';

COMMENT ON COLUMN public.absence.until_on IS 'Last day away, local date.';

COMMENT ON COLUMN public.absence.cover_id IS 'Who covers.';

CREATE TABLE public.agency (
    agency_id integer NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT agency_has_a_name CHECK ((btrim(name) <> ''::text))
);

ALTER TABLE ONLY public.agency FORCE ROW LEVEL SECURITY;

ALTER TABLE public.agency OWNER TO followup_owner;

COMMENT ON TABLE public.agency IS 'A tenant: one recruiting agency. Every other table is keyed by it.';

COMMENT ON COLUMN public.agency.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.agency.name IS 'What people call the agency; unique, given to --agency.';

COMMENT ON COLUMN public.agency.time_zone IS 'IANA zone in which the practice counts days (policy key time_zone).';

COMMENT ON COLUMN public.agency.created_at IS 'When the agency was added.';

ALTER TABLE public.agency ALTER COLUMN agency_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agency_agency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.application (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    application_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    job_order_id bigint NOT NULL,
    stage text,
    stage_since timestamp with time zone,
    decision text,
    decided_at timestamp with time zone,
    start_on date,
    announce_on date,
    CONSTRAINT application_decision_is_known CHECK ((decision = ANY (ARRAY['accepted'::text, 'declined'::text, 'rejected'::text, 'withdrawn'::text]))),
    CONSTRAINT application_stage_is_known CHECK ((stage = ANY (ARRAY['submitted'::text, 'interviewing'::text, 'reference_check'::text, 'offer'::text, 'decided'::text])))
);

ALTER TABLE ONLY public.application FORCE ROW LEVEL SECURITY;

ALTER TABLE public.application OWNER TO followup_owner;

COMMENT ON TABLE public.application IS 'A candidate put forward for a job order.';

COMMENT ON COLUMN public.application.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.application.candidate_id IS 'The candidate.';

COMMENT ON COLUMN public.application.application_id IS 'Our id.';

COMMENT ON COLUMN public.application.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.application.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.application.job_order_id IS 'The job order.';

COMMENT ON COLUMN public.application.stage IS 'Stage as last told.';

COMMENT ON COLUMN public.application.stage_since IS 'Since when it is in that stage; NULL: always.';

COMMENT ON COLUMN public.application.decision IS 'How it ended; NULL: undecided.';

COMMENT ON COLUMN public.application.decided_at IS 'When it was decided; NULL with a decision: always.';

COMMENT ON COLUMN public.application.start_on IS 'First day in the new job, local date.';

COMMENT ON COLUMN public.application.announce_on IS 'Day on which the news becomes public, local date.';

ALTER TABLE public.application ALTER COLUMN application_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.application_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.application_stage (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    application_id bigint NOT NULL,
    stage text NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT application_stage_stage_is_known CHECK ((stage = ANY (ARRAY['submitted'::text, 'interviewing'::text, 'reference_check'::text, 'offer'::text, 'decided'::text])))
);

ALTER TABLE ONLY public.application_stage FORCE ROW LEVEL SECURITY;

ALTER TABLE public.application_stage OWNER TO followup_owner;

COMMENT ON TABLE public.application_stage IS 'The history of an application''s stages (stages.csv); the application''s own stage and stage_since add to it.';

COMMENT ON COLUMN public.application_stage.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.application_stage.candidate_id IS 'The candidate.';

COMMENT ON COLUMN public.application_stage.application_id IS 'The application.';

COMMENT ON COLUMN public.application_stage.stage IS 'The stage entered.';

COMMENT ON COLUMN public.application_stage.since IS 'When it was entered.';

CREATE TABLE public.job_order (
    agency_id integer NOT NULL,
    job_order_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    client_id bigint NOT NULL,
    title text NOT NULL,
    recruiter_id bigint NOT NULL,
    hiring_contact_id bigint,
    status text DEFAULT 'open'::text NOT NULL,
    status_since timestamp with time zone,
    CONSTRAINT job_order_status_is_known CHECK ((status = ANY (ARRAY['open'::text, 'filled'::text, 'closed'::text])))
);

ALTER TABLE ONLY public.job_order FORCE ROW LEVEL SECURITY;

ALTER TABLE public.job_order OWNER TO followup_owner;

COMMENT ON TABLE public.job_order IS 'A position that a client wants filled.';

COMMENT ON COLUMN public.job_order.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.job_order.job_order_id IS 'Our id.';

COMMENT ON COLUMN public.job_order.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.job_order.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.job_order.client_id IS 'The client.';

COMMENT ON COLUMN public.job_order.title IS 'The position.';

COMMENT ON COLUMN public.job_order.recruiter_id IS 'Who works it.';

COMMENT ON COLUMN public.job_order.hiring_contact_id IS 'Who decides at the client; NULL: not known.';

COMMENT ON COLUMN public.job_order.status IS 'open, filled or closed.';

COMMENT ON COLUMN public.job_order.status_since IS 'Since when; NULL: always.';

CREATE VIEW public.application_terms WITH (security_invoker='true') AS
 SELECT application.agency_id,
    application.candidate_id,
    application.application_id,
    application.source,
    application.external_id,
    application.job_order_id,
    application.stage,
    application.stage_since,
    application.decision,
    application.decided_at,
    application.start_on,
    application.announce_on,
    job_order.external_id AS job_order_external_id,
    job_order.client_id,
    job_order.hiring_contact_id,
    job_order.recruiter_id AS job_order_recruiter_id,
        CASE
            WHEN (job_order.status <> 'open'::text) THEN COALESCE(job_order.status_since, '-infinity'::timestamp with time zone)
            ELSE NULL::timestamp with time zone
        END AS job_order_open_until,
        CASE
            WHEN (application.decision = 'withdrawn'::text) THEN COALESCE(application.decided_at, '-infinity'::timestamp with time zone)
            ELSE NULL::timestamp with time zone
        END AS withdrawn_at,
        CASE
            WHEN (application.decision IS NOT NULL) THEN COALESCE(application.decided_at, '-infinity'::timestamp with time zone)
            ELSE NULL::timestamp with time zone
        END AS closed_at
   FROM (public.application
     LEFT JOIN public.job_order USING (agency_id, job_order_id));

COMMENT ON VIEW public.application_terms IS 'Applications with their job order''s client and people, and the moments that end what concerns them: withdrawn_at, closed_at (any decision), job_order_open_until; a date not known counts as always.';

CREATE TABLE public.attendee (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    interview_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    role text,
    CONSTRAINT attendee_role_is_known CHECK ((role = ANY (ARRAY['interviewer'::text, 'other'::text])))
);

ALTER TABLE ONLY public.attendee FORCE ROW LEVEL SECURITY;

ALTER TABLE public.attendee OWNER TO followup_owner;

COMMENT ON TABLE public.attendee IS 'A contact who took part in an interview.';

COMMENT ON COLUMN public.attendee.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.attendee.candidate_id IS 'The candidate.';

COMMENT ON COLUMN public.attendee.interview_id IS 'The interview.';

COMMENT ON COLUMN public.attendee.contact_id IS 'The contact.';

COMMENT ON COLUMN public.attendee.role IS 'interviewer (to be thanked) or other; NULL: not known.';

CREATE TABLE public.candidate (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    email text,
    phone text,
    time_zone text,
    recruiter_id bigint NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    status_since timestamp with time zone,
    search_started_on date,
    do_not_contact boolean DEFAULT false NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT candidate_status_is_known CHECK ((status = ANY (ARRAY['active'::text, 'placed'::text, 'inactive'::text])))
);

ALTER TABLE ONLY public.candidate FORCE ROW LEVEL SECURITY;

ALTER TABLE public.candidate OWNER TO followup_owner;

COMMENT ON TABLE public.candidate IS 'A person looking for work: the aggregate that is planned as a whole.';

COMMENT ON COLUMN public.candidate.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.candidate.candidate_id IS 'Our id.';

COMMENT ON COLUMN public.candidate.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.candidate.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.candidate.name IS 'Name as the source has it.';

COMMENT ON COLUMN public.candidate.email IS 'Email address.';

COMMENT ON COLUMN public.candidate.phone IS 'Telephone number as written.';

COMMENT ON COLUMN public.candidate.time_zone IS 'IANA zone; NULL: the agency''s.';

COMMENT ON COLUMN public.candidate.recruiter_id IS 'Whose candidate it is.';

COMMENT ON COLUMN public.candidate.status IS 'active, placed or inactive.';

COMMENT ON COLUMN public.candidate.status_since IS 'Since when; NULL: always.';

COMMENT ON COLUMN public.candidate.search_started_on IS 'Local date on which the search began; a new date is a new search.';

COMMENT ON COLUMN public.candidate.do_not_contact IS 'Asked not to be contacted.';

COMMENT ON COLUMN public.candidate.erased_at IS 'When their personal data was erased.';

ALTER TABLE public.candidate ALTER COLUMN candidate_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.candidate_candidate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client (
    agency_id integer NOT NULL,
    client_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    time_zone text,
    check_in_mode text,
    check_in_cap integer,
    check_in_days integer,
    CONSTRAINT client_check_in_cap_is_not_negative CHECK ((check_in_cap >= 0)),
    CONSTRAINT client_check_in_days_are_positive CHECK ((check_in_days > 0)),
    CONSTRAINT client_check_in_mode_is_known CHECK ((check_in_mode = ANY (ARRAY['single'::text, 'weekly'::text])))
);

ALTER TABLE ONLY public.client FORCE ROW LEVEL SECURITY;

ALTER TABLE public.client OWNER TO followup_owner;

COMMENT ON TABLE public.client IS 'An employer for whom the agency recruits.';

COMMENT ON COLUMN public.client.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.client.client_id IS 'Our id.';

COMMENT ON COLUMN public.client.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.client.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.client.name IS 'Name as the source has it.';

COMMENT ON COLUMN public.client.time_zone IS 'IANA zone; NULL: the agency''s.';

COMMENT ON COLUMN public.client.check_in_mode IS 'This client''s own check-in mode; policy.csv wins over it.';

COMMENT ON COLUMN public.client.check_in_cap IS 'This client''s own cap of check-ins; policy.csv wins over it.';

COMMENT ON COLUMN public.client.check_in_days IS 'This client''s own days between check-ins; policy.csv wins over it.';

CREATE TABLE public.policy (
    agency_id integer NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    client_id bigint,
    value text NOT NULL
);

ALTER TABLE ONLY public.policy FORCE ROW LEVEL SECURITY;

ALTER TABLE public.policy OWNER TO followup_owner;

COMMENT ON TABLE public.policy IS 'What the agency decided for itself, for everybody or for one client. Applies to all time.';

COMMENT ON COLUMN public.policy.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.policy.key IS 'A policy key, or rule.parameter.';

COMMENT ON COLUMN public.policy.client_id IS 'The client it is for; NULL: for all.';

COMMENT ON COLUMN public.policy.value IS 'As written in policy.csv, checked when it is set.';

CREATE VIEW public.client_check_in_policy WITH (security_invoker='true') AS
 SELECT client.agency_id,
    client.client_id,
    COALESCE(own_mode.value, client.check_in_mode, practice.check_in_mode) AS check_in_mode,
        CASE COALESCE(own_mode.value, client.check_in_mode, practice.check_in_mode)
            WHEN 'single'::text THEN 1
            ELSE COALESCE((own_cap.value)::integer, client.check_in_cap, practice.check_in_cap)
        END AS check_in_cap,
    COALESCE((own_days.value)::integer, client.check_in_days, practice.check_in_days) AS check_in_days,
    (
        CASE
            WHEN (COALESCE(own_mode.value, client.check_in_mode, practice.check_in_mode) = 'single'::text) THEN 'check_in_mode single'::text
            ELSE ('check_in_cap '::text || COALESCE(own_cap.value, (client.check_in_cap)::text, (practice.check_in_cap)::text))
        END ||
        CASE
            WHEN (COALESCE(own_mode.value, client.check_in_mode, practice.check_in_mode) = 'single'::text) THEN
            CASE
                WHEN (own_mode.value IS NOT NULL) THEN ', set for this client by policy'::text
                WHEN (client.check_in_mode IS NOT NULL) THEN ', this client''s own'::text
                ELSE ', the agency''s'::text
            END
            ELSE
            CASE
                WHEN (own_cap.value IS NOT NULL) THEN ', set for this client by policy'::text
                WHEN (client.check_in_cap IS NOT NULL) THEN ', this client''s own'::text
                ELSE ', the agency''s'::text
            END
        END) AS cap_set_by
   FROM ((((public.client
     JOIN public.practice USING (agency_id))
     LEFT JOIN public.policy own_mode ON (((own_mode.agency_id = client.agency_id) AND (own_mode.key = 'check_in_mode'::text) AND (own_mode.client_id = client.client_id))))
     LEFT JOIN public.policy own_cap ON (((own_cap.agency_id = client.agency_id) AND (own_cap.key = 'check_in_cap'::text) AND (own_cap.client_id = client.client_id))))
     LEFT JOIN public.policy own_days ON (((own_days.agency_id = client.agency_id) AND (own_days.key = 'check_in_days'::text) AND (own_days.client_id = client.client_id))));

COMMENT ON VIEW public.client_check_in_policy IS 'How often a silent client is checked in on, and which setting decides the cap.';

ALTER TABLE public.client ALTER COLUMN client_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.client_client_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_contact (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    reference_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    relationship text,
    company text,
    email text,
    phone text,
    time_zone text,
    consent text,
    status text DEFAULT 'active'::text NOT NULL,
    status_since timestamp with time zone,
    added_at timestamp with time zone,
    do_not_contact boolean DEFAULT false NOT NULL,
    erased_at timestamp with time zone,
    person text COLLATE pg_catalog."C",
    CONSTRAINT reference_contact_consent_is_known CHECK ((consent = ANY (ARRAY['yes'::text, 'no'::text]))),
    CONSTRAINT reference_contact_status_is_known CHECK ((status = ANY (ARRAY['active'::text, 'refused'::text, 'bounced'::text, 'inactive'::text])))
);

ALTER TABLE ONLY public.reference_contact FORCE ROW LEVEL SECURITY;

ALTER TABLE public.reference_contact OWNER TO followup_owner;

COMMENT ON TABLE public.reference_contact IS 'Somebody who vouches for one candidate; the same person may vouch for several.';

COMMENT ON COLUMN public.reference_contact.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.reference_contact.candidate_id IS 'For whom they vouch.';

COMMENT ON COLUMN public.reference_contact.reference_id IS 'Our id.';

COMMENT ON COLUMN public.reference_contact.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.reference_contact.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.reference_contact.name IS 'Name as the source has it.';

COMMENT ON COLUMN public.reference_contact.relationship IS 'How they know the candidate.';

COMMENT ON COLUMN public.reference_contact.company IS 'Where they work.';

COMMENT ON COLUMN public.reference_contact.email IS 'Email address.';

COMMENT ON COLUMN public.reference_contact.phone IS 'Telephone number as written.';

COMMENT ON COLUMN public.reference_contact.time_zone IS 'IANA zone; NULL: the agency''s.';

COMMENT ON COLUMN public.reference_contact.consent IS 'Whether they agreed to be contacted; NULL: not known.';

COMMENT ON COLUMN public.reference_contact.status IS 'active, refused, bounced or inactive.';

COMMENT ON COLUMN public.reference_contact.status_since IS 'Since when; NULL: always.';

COMMENT ON COLUMN public.reference_contact.added_at IS 'When the candidate named them.';

COMMENT ON COLUMN public.reference_contact.do_not_contact IS 'Asked not to be contacted.';

COMMENT ON COLUMN public.reference_contact.erased_at IS 'When their personal data was erased.';

COMMENT ON COLUMN public.reference_contact.person IS 'Whoever has the same person is one: usable email, else the last nine digits of a usable phone, else the row alone.';

CREATE VIEW public.consenting_reference WITH (security_invoker='true') AS
 SELECT reference_contact.agency_id,
    reference_contact.candidate_id,
    reference_contact.reference_id,
    COALESCE(GREATEST(reference_contact.added_at,
        CASE
            WHEN (reference_contact.status = 'active'::text) THEN reference_contact.status_since
            ELSE NULL::timestamp with time zone
        END), '-infinity'::timestamp with time zone) AS active_from,
    COALESCE(
        CASE
            WHEN (reference_contact.status <> 'active'::text) THEN COALESCE(reference_contact.status_since, '-infinity'::timestamp with time zone)
            ELSE NULL::timestamp with time zone
        END, 'infinity'::timestamp with time zone) AS active_until
   FROM public.reference_contact
  WHERE ((reference_contact.consent = 'yes'::text) AND (NOT reference_contact.do_not_contact) AND (reference_contact.erased_at IS NULL));

COMMENT ON VIEW public.consenting_reference IS 'References who consented and may be contacted, with the time in which they are active: active_from inclusive to active_until exclusive, always known.';

CREATE TABLE public.contact (
    agency_id integer NOT NULL,
    contact_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    client_id bigint NOT NULL,
    name text NOT NULL,
    title text,
    email text,
    phone text,
    time_zone text,
    do_not_contact boolean DEFAULT false NOT NULL,
    erased_at timestamp with time zone,
    person text COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.contact FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contact OWNER TO followup_owner;

COMMENT ON TABLE public.contact IS 'A person at a client: hiring contact, interviewer.';

COMMENT ON COLUMN public.contact.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.contact.contact_id IS 'Our id.';

COMMENT ON COLUMN public.contact.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.contact.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.contact.client_id IS 'The client they work for.';

COMMENT ON COLUMN public.contact.name IS 'Name as the source has it.';

COMMENT ON COLUMN public.contact.title IS 'Their job title.';

COMMENT ON COLUMN public.contact.email IS 'Email address.';

COMMENT ON COLUMN public.contact.phone IS 'Telephone number as written.';

COMMENT ON COLUMN public.contact.time_zone IS 'IANA zone; NULL: the client''s, else the agency''s.';

COMMENT ON COLUMN public.contact.do_not_contact IS 'Asked not to be contacted.';

COMMENT ON COLUMN public.contact.erased_at IS 'When their personal data was erased.';

COMMENT ON COLUMN public.contact.person IS 'Whoever has the same person is one: usable email, else the last nine digits of a usable phone, else the row alone.';

ALTER TABLE public.contact ALTER COLUMN contact_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.contact_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.contactable_candidate WITH (security_invoker='true') AS
 SELECT candidate.agency_id,
    candidate.candidate_id,
    candidate.source,
    candidate.external_id,
    candidate.name,
    candidate.email,
    candidate.phone,
    candidate.time_zone,
    candidate.recruiter_id,
    candidate.status,
    candidate.status_since,
    candidate.search_started_on,
    candidate.do_not_contact,
    candidate.erased_at,
        CASE
            WHEN (candidate.status <> 'active'::text) THEN COALESCE(candidate.status_since, '-infinity'::timestamp with time zone)
            ELSE NULL::timestamp with time zone
        END AS active_until
   FROM public.candidate
  WHERE ((NOT candidate.do_not_contact) AND (candidate.erased_at IS NULL));

COMMENT ON VIEW public.contactable_candidate IS 'Candidates who may be actor or party: neither erased nor marked do-not-contact; active_until is NULL while active.';

CREATE VIEW public.contactable_contact WITH (security_invoker='true') AS
 SELECT contact.agency_id,
    contact.contact_id,
    contact.source,
    contact.external_id,
    contact.client_id,
    contact.name,
    contact.title,
    contact.email,
    contact.phone,
    contact.time_zone,
    contact.do_not_contact,
    contact.erased_at,
    contact.person
   FROM public.contact
  WHERE ((NOT contact.do_not_contact) AND (contact.erased_at IS NULL));

COMMENT ON VIEW public.contactable_contact IS 'Contacts who may be actor or party: neither erased nor marked do-not-contact.';

CREATE VIEW public.contactable_reference WITH (security_invoker='true') AS
 SELECT reference_contact.agency_id,
    reference_contact.candidate_id,
    reference_contact.reference_id,
    reference_contact.source,
    reference_contact.external_id,
    reference_contact.name,
    reference_contact.relationship,
    reference_contact.company,
    reference_contact.email,
    reference_contact.phone,
    reference_contact.time_zone,
    reference_contact.consent,
    reference_contact.status,
    reference_contact.status_since,
    reference_contact.added_at,
    reference_contact.do_not_contact,
    reference_contact.erased_at,
    reference_contact.person,
    GREATEST(reference_contact.added_at,
        CASE
            WHEN (reference_contact.status = 'active'::text) THEN reference_contact.status_since
            ELSE NULL::timestamp with time zone
        END) AS active_from,
        CASE
            WHEN (reference_contact.status <> 'active'::text) THEN COALESCE(reference_contact.status_since, '-infinity'::timestamp with time zone)
            ELSE NULL::timestamp with time zone
        END AS active_until
   FROM public.reference_contact
  WHERE ((NOT reference_contact.do_not_contact) AND (reference_contact.erased_at IS NULL));

COMMENT ON VIEW public.contactable_reference IS 'References who may be actor or party; active_from is the later of added_at and, if active, status_since; active_until is NULL while active. Consent is the rule''s to ask.';

CREATE TABLE public.dirty (
    agency_id integer NOT NULL,
    dirty_id bigint NOT NULL,
    candidate_id bigint NOT NULL
);

ALTER TABLE ONLY public.dirty FORCE ROW LEVEL SECURITY;

ALTER TABLE public.dirty OWNER TO followup_owner;

COMMENT ON TABLE public.dirty IS 'Candidates whose facts changed since they were planned. Append-only for writers, so that they never wait; the planner takes rows out.';

COMMENT ON COLUMN public.dirty.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.dirty.dirty_id IS 'Tells rows apart.';

COMMENT ON COLUMN public.dirty.candidate_id IS 'Who is to be planned again; 0: everybody.';

ALTER TABLE public.dirty ALTER COLUMN dirty_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dirty_dirty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.touch (
    agency_id integer NOT NULL,
    touch_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    candidate_id bigint,
    happened_at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id bigint NOT NULL,
    party_kind text,
    party_id bigint,
    channel text NOT NULL,
    purpose text NOT NULL,
    application_id bigint,
    interview_id bigint,
    outcome text,
    note text,
    forced_past text[],
    CONSTRAINT touch_actor_kind_is_known CHECK ((actor_kind = ANY (ARRAY['candidate'::text, 'recruiter'::text, 'contact'::text, 'reference'::text]))),
    CONSTRAINT touch_channel_is_known CHECK ((channel = ANY (ARRAY['email'::text, 'call'::text, 'message'::text, 'meeting'::text, 'note'::text, 'gift'::text, 'social'::text, 'post'::text]))),
    CONSTRAINT touch_party_is_whole CHECK (((party_kind IS NULL) = (party_id IS NULL))),
    CONSTRAINT touch_party_kind_is_known CHECK ((party_kind = ANY (ARRAY['candidate'::text, 'recruiter'::text, 'contact'::text, 'reference'::text]))),
    CONSTRAINT touch_purpose_is_known CHECK ((purpose = ANY (ARRAY['profile_review'::text, 'guidance'::text, 'heads_up'::text, 'proofread'::text, 'thank_you'::text, 'check_in'::text, 'word'::text, 'status_update'::text, 'progress'::text, 'reference_check'::text, 'accuracy'::text, 'thanks'::text, 'outcome'::text, 'gift'::text, 'keep_in_touch'::text, 'network'::text, 'public_post'::text, 'reminder'::text, 'other'::text]))),
    CONSTRAINT touch_that_names_an_application_names_its_candidate CHECK (((application_id IS NULL) OR (candidate_id IS NOT NULL))),
    CONSTRAINT touch_that_names_an_interview_names_its_application CHECK (((interview_id IS NULL) OR (application_id IS NOT NULL))),
    CONSTRAINT touch_without_party_is_a_post CHECK (((party_kind IS NOT NULL) OR (channel = 'post'::text)))
);

ALTER TABLE ONLY public.touch FORCE ROW LEVEL SECURITY;

ALTER TABLE public.touch OWNER TO followup_owner;

COMMENT ON TABLE public.touch IS 'A contact that really happened. Append-only: rows leave only by an import''s deleted column, a reverted import or an erasure.';

COMMENT ON COLUMN public.touch.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.touch.touch_id IS 'Our id.';

COMMENT ON COLUMN public.touch.source IS 'Import source the row came from; followup for those recorded by its own commands.';

COMMENT ON COLUMN public.touch.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.touch.candidate_id IS 'The candidate it names, else the application''s, the one taking part, the reference''s; NULL: none.';

COMMENT ON COLUMN public.touch.happened_at IS 'When.';

COMMENT ON COLUMN public.touch.actor_kind IS 'Who spoke: candidate, recruiter, contact or reference.';

COMMENT ON COLUMN public.touch.actor_id IS 'Their id in the table of their kind.';

COMMENT ON COLUMN public.touch.party_kind IS 'To whom; NULL for a public post.';

COMMENT ON COLUMN public.touch.party_id IS 'Their id in the table of their kind.';

COMMENT ON COLUMN public.touch.channel IS 'How.';

COMMENT ON COLUMN public.touch.purpose IS 'What for.';

COMMENT ON COLUMN public.touch.application_id IS 'The application it names, or that of the interview it names.';

COMMENT ON COLUMN public.touch.interview_id IS 'The interview it names.';

COMMENT ON COLUMN public.touch.outcome IS 'What came of it, in the source''s words.';

COMMENT ON COLUMN public.touch.note IS 'Free text.';

COMMENT ON COLUMN public.touch.forced_past IS 'Guardrails that --force overrode when it was recorded.';

CREATE VIEW public.employers_check WITH (security_invoker='true') AS
 SELECT touch.agency_id,
    touch.candidate_id,
    touch.application_id,
    touch.party_id AS reference_id,
    touch.happened_at,
    contact.client_id
   FROM (public.touch
     JOIN public.contact ON (((contact.agency_id = touch.agency_id) AND (contact.contact_id = touch.actor_id))))
  WHERE ((touch.purpose = 'reference_check'::text) AND (touch.application_id IS NOT NULL) AND (touch.actor_kind = 'contact'::text) AND (touch.party_kind = 'reference'::text));

COMMENT ON VIEW public.employers_check IS 'Touches by which a contact checked a reference for the application named: the employer''s, where client_id is the application''s client.';

CREATE TABLE public.follow_up (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    follow_up_id bigint NOT NULL,
    rule text NOT NULL COLLATE pg_catalog."C",
    application_id bigint,
    interview_id bigint,
    contact_id bigint,
    reference_id bigint,
    occurrence text NOT NULL COLLATE pg_catalog."C",
    party_kind text,
    party_id bigint,
    recruiter_id bigint NOT NULL,
    anchor_at timestamp with time zone NOT NULL,
    asked_from timestamp with time zone NOT NULL,
    asked_until timestamp with time zone,
    until_reason text,
    opens_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    done_at timestamp with time zone,
    remark text,
    withdrawn boolean NOT NULL,
    skipped_at timestamp with time zone,
    skip_reason text,
    snoozed_until timestamp with time zone,
    closes_at timestamp with time zone GENERATED ALWAYS AS (
CASE
    WHEN withdrawn THEN '-infinity'::timestamp with time zone
    ELSE LEAST(done_at, skipped_at, expires_at, asked_until, 'infinity'::timestamp with time zone)
END) STORED,
    former_skipped_at timestamp with time zone,
    former_skip_reason text,
    CONSTRAINT follow_up_former_skip_has_a_reason CHECK (((former_skipped_at IS NULL) = (former_skip_reason IS NULL))),
    CONSTRAINT follow_up_skip_has_a_reason CHECK (((skipped_at IS NULL) = (skip_reason IS NULL)))
);

ALTER TABLE ONLY public.follow_up FORCE ROW LEVEL SECURITY;

ALTER TABLE public.follow_up OWNER TO followup_owner;

COMMENT ON TABLE public.follow_up IS 'Somebody owes somebody a word: the life of each follow-up as moments. States come from follow_up_state(), never from a column.';

COMMENT ON COLUMN public.follow_up.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.follow_up.candidate_id IS 'The candidate in whose process it arises.';

COMMENT ON COLUMN public.follow_up.follow_up_id IS 'The id people use.';

COMMENT ON COLUMN public.follow_up.rule IS 'The rule that asks for it.';

COMMENT ON COLUMN public.follow_up.application_id IS 'The application it is per, where the rule says so.';

COMMENT ON COLUMN public.follow_up.interview_id IS 'The interview it is per, where the rule says so.';

COMMENT ON COLUMN public.follow_up.contact_id IS 'The interviewer it is per, where the rule says so.';

COMMENT ON COLUMN public.follow_up.reference_id IS 'The reference it is per, where the rule says so.';

COMMENT ON COLUMN public.follow_up.occurrence IS 'Which of several it is: the search''s date, a number, a silence and number; empty: there is one.';

COMMENT ON COLUMN public.follow_up.party_kind IS 'Kind of the one who is owed the word; NULL: not known yet.';

COMMENT ON COLUMN public.follow_up.party_id IS 'Their id in the table of their kind.';

COMMENT ON COLUMN public.follow_up.recruiter_id IS 'On whose list it is.';

COMMENT ON COLUMN public.follow_up.anchor_at IS 'The moment that due is counted from.';

COMMENT ON COLUMN public.follow_up.asked_from IS 'It exists from then on.';

COMMENT ON COLUMN public.follow_up.asked_until IS 'When the rule stops asking; NULL: never.';

COMMENT ON COLUMN public.follow_up.until_reason IS 'Why the rule stops asking.';

COMMENT ON COLUMN public.follow_up.opens_at IS 'From when it may be done.';

COMMENT ON COLUMN public.follow_up.due_at IS 'By when it is owed.';

COMMENT ON COLUMN public.follow_up.expires_at IS 'From when it is missed; NULL: never.';

COMMENT ON COLUMN public.follow_up.done_at IS 'When a touch or a fact ended it; NULL: not, or not in a way that counts.';

COMMENT ON COLUMN public.follow_up.remark IS 'What its worklist row should say beyond the rule''s guidance.';

COMMENT ON COLUMN public.follow_up.withdrawn IS 'The facts it rested on are gone; kept so that its nudges are known and never sent again.';

COMMENT ON COLUMN public.follow_up.skipped_at IS 'When a person said that it is not needed.';

COMMENT ON COLUMN public.follow_up.skip_reason IS 'Why.';

COMMENT ON COLUMN public.follow_up.snoozed_until IS 'Hidden from worklists and nudges until then.';

COMMENT ON COLUMN public.follow_up.closes_at IS 'First moment at which it is no longer open: open work is closes_at > as_of and asked_from <= as_of.';

COMMENT ON COLUMN public.follow_up.former_skipped_at IS 'When a person said so of the turn before: the next touch has moved it on since, so it no longer counts. Taken back when that touch is taken out.';

COMMENT ON COLUMN public.follow_up.former_skip_reason IS 'Why.';

CREATE TABLE public.follow_up_answer (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    answer_id bigint NOT NULL,
    follow_up_id bigint NOT NULL,
    key text COLLATE pg_catalog."C",
    answered_at timestamp with time zone NOT NULL,
    answered_by text NOT NULL,
    outcome text,
    note text,
    took_effect boolean NOT NULL,
    touch_id bigint,
    snoozed_before timestamp with time zone,
    undone_at timestamp with time zone,
    undone_by text,
    CONSTRAINT follow_up_answer_is_undone_by_somebody CHECK (((undone_at IS NULL) = (undone_by IS NULL))),
    CONSTRAINT follow_up_answer_says_something CHECK (((outcome IS NOT NULL) OR (note IS NOT NULL)))
);

ALTER TABLE ONLY public.follow_up_answer FORCE ROW LEVEL SECURITY;

ALTER TABLE public.follow_up_answer OWNER TO followup_owner;

COMMENT ON TABLE public.follow_up_answer IS 'What people said of a follow-up, by command, filled-in list or mail: outcomes, attempts and notes, whatever became of the follow-up.';

COMMENT ON COLUMN public.follow_up_answer.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.follow_up_answer.candidate_id IS 'The follow-up''s candidate.';

COMMENT ON COLUMN public.follow_up_answer.answer_id IS 'Order of arrival.';

COMMENT ON COLUMN public.follow_up_answer.follow_up_id IS 'The follow-up.';

COMMENT ON COLUMN public.follow_up_answer.key IS 'What makes it this answer, so that a file or a mail taken twice is recorded once; NULL: a command by hand.';

COMMENT ON COLUMN public.follow_up_answer.answered_at IS 'As of when it was recorded.';

COMMENT ON COLUMN public.follow_up_answer.answered_by IS 'Who recorded it, and from which file.';

COMMENT ON COLUMN public.follow_up_answer.outcome IS 'The outcome as it was written: done, reminded, skip, snooze, no answer, wrong contact; NULL: a note alone.';

COMMENT ON COLUMN public.follow_up_answer.note IS 'The note that came with it.';

COMMENT ON COLUMN public.follow_up_answer.took_effect IS 'Whether it changed anything: no for a note alone, and for a follow-up that had ended by then.';

COMMENT ON COLUMN public.follow_up_answer.touch_id IS 'The touch that was recorded with it; it may have been taken back since.';

COMMENT ON COLUMN public.follow_up_answer.snoozed_before IS 'Until when the follow-up was hidden before, for taking the answer back.';

COMMENT ON COLUMN public.follow_up_answer.undone_at IS 'As of when it was taken back.';

COMMENT ON COLUMN public.follow_up_answer.undone_by IS 'Who took it back.';

ALTER TABLE public.follow_up_answer ALTER COLUMN answer_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.follow_up_answer_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.interview (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    interview_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    application_id bigint NOT NULL,
    scheduled_at timestamp with time zone,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    time_zone text,
    status text DEFAULT 'scheduled'::text NOT NULL,
    kind text,
    location text,
    CONSTRAINT interview_does_not_end_before_it_starts CHECK ((ends_at >= starts_at)),
    CONSTRAINT interview_status_is_known CHECK ((status = ANY (ARRAY['scheduled'::text, 'held'::text, 'cancelled'::text, 'no_show'::text])))
);

ALTER TABLE ONLY public.interview FORCE ROW LEVEL SECURITY;

ALTER TABLE public.interview OWNER TO followup_owner;

COMMENT ON TABLE public.interview IS 'A candidate meeting a client about an application.';

COMMENT ON COLUMN public.interview.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.interview.candidate_id IS 'The candidate.';

COMMENT ON COLUMN public.interview.interview_id IS 'Our id.';

COMMENT ON COLUMN public.interview.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.interview.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.interview.application_id IS 'What it is about.';

COMMENT ON COLUMN public.interview.scheduled_at IS 'When it was arranged; NULL: not known.';

COMMENT ON COLUMN public.interview.starts_at IS 'Start.';

COMMENT ON COLUMN public.interview.ends_at IS 'End.';

COMMENT ON COLUMN public.interview.time_zone IS 'IANA zone in which its local times were written.';

COMMENT ON COLUMN public.interview.status IS 'scheduled, held, cancelled or no_show.';

COMMENT ON COLUMN public.interview.kind IS 'Telephone, video, on site, as the source says.';

COMMENT ON COLUMN public.interview.location IS 'Where.';

CREATE VIEW public.follow_up_facts WITH (security_invoker='true') AS
 SELECT follow_up.agency_id,
    follow_up.candidate_id,
    follow_up.follow_up_id,
    follow_up.rule,
    follow_up.application_id,
    follow_up.interview_id,
    follow_up.contact_id,
    follow_up.reference_id,
    follow_up.occurrence,
    follow_up.party_kind,
    follow_up.party_id,
    follow_up.recruiter_id,
    follow_up.anchor_at,
    follow_up.asked_from,
    follow_up.asked_until,
    follow_up.until_reason,
    follow_up.opens_at,
    follow_up.due_at,
    follow_up.expires_at,
    follow_up.done_at,
    follow_up.remark,
    follow_up.withdrawn,
    follow_up.skipped_at,
    follow_up.skip_reason,
    follow_up.snoozed_until,
    follow_up.closes_at,
    follow_up.former_skipped_at,
    follow_up.former_skip_reason,
    candidate.external_id AS candidate_external_id,
    candidate.name AS candidate_name,
    candidate.email AS candidate_email,
    candidate.phone AS candidate_phone,
    COALESCE(candidate.time_zone, practice.time_zone) AS candidate_zone,
    COALESCE(contact.name, reference.name, party_candidate.name) AS party_name,
        CASE follow_up.party_kind
            WHEN 'contact'::text THEN concat_ws(', '::text,
            CASE
                WHEN (follow_up.contact_id IS NOT NULL) THEN 'interviewer'::text
                WHEN (contact.contact_id = job_order.hiring_contact_id) THEN 'hiring contact'::text
                ELSE 'contact'::text
            END, contact.title)
            WHEN 'reference'::text THEN concat_ws(', '::text, 'reference', reference.relationship)
            WHEN 'candidate'::text THEN 'candidate'::text
            ELSE NULL::text
        END AS party_role,
    COALESCE(party_client.name, reference.company) AS party_company,
    COALESCE(contact.email, reference.email, party_candidate.email) AS party_email,
    COALESCE(contact.phone, reference.phone, party_candidate.phone) AS party_phone,
    COALESCE(contact.time_zone, party_client.time_zone, reference.time_zone, party_candidate.time_zone, practice.time_zone) AS party_zone,
        CASE
            WHEN (follow_up.party_id IS NULL) THEN ('f:'::text || follow_up.follow_up_id)
            ELSE COALESCE(contact.person, reference.person, reached.person)
        END AS person,
    reached.person AS candidate_person,
    (candidate.do_not_contact OR (candidate.erased_at IS NOT NULL)) AS candidate_is_off_limits,
    (COALESCE(contact.do_not_contact, reference.do_not_contact, party_candidate.do_not_contact, false) OR (COALESCE(contact.erased_at, reference.erased_at, party_candidate.erased_at) IS NOT NULL)) AS party_is_off_limits,
    application.stage,
    application.decision,
    job_order.title AS job_title,
    client.name AS client_name,
    interview.starts_at AS interview_starts_at
   FROM (((((((((((public.follow_up
     JOIN public.practice USING (agency_id))
     JOIN public.candidate USING (agency_id, candidate_id))
     CROSS JOIN LATERAL ( SELECT (COALESCE(('e:'::text || public.usable_email(candidate.email, practice.nobodys_addresses)), ('p:'::text || public.usable_phone(candidate.phone)), ('k:'::text || candidate.candidate_id)) COLLATE "C") AS person) reached)
     LEFT JOIN public.contact ON (((contact.agency_id = follow_up.agency_id) AND (contact.contact_id = follow_up.party_id) AND (follow_up.party_kind = 'contact'::text))))
     LEFT JOIN public.client party_client ON (((party_client.agency_id = contact.agency_id) AND (party_client.client_id = contact.client_id))))
     LEFT JOIN public.reference_contact reference ON (((reference.agency_id = follow_up.agency_id) AND (reference.candidate_id = follow_up.candidate_id) AND (reference.reference_id = follow_up.party_id) AND (follow_up.party_kind = 'reference'::text))))
     LEFT JOIN public.candidate party_candidate ON (((party_candidate.agency_id = follow_up.agency_id) AND (party_candidate.candidate_id = follow_up.party_id) AND (follow_up.party_kind = 'candidate'::text))))
     LEFT JOIN public.application ON (((application.agency_id = follow_up.agency_id) AND (application.candidate_id = follow_up.candidate_id) AND (application.application_id = follow_up.application_id))))
     LEFT JOIN public.job_order ON (((job_order.agency_id = application.agency_id) AND (job_order.job_order_id = application.job_order_id))))
     LEFT JOIN public.client ON (((client.agency_id = job_order.agency_id) AND (client.client_id = job_order.client_id))))
     LEFT JOIN public.interview ON (((interview.agency_id = follow_up.agency_id) AND (interview.candidate_id = follow_up.candidate_id) AND (interview.interview_id = follow_up.interview_id))));

COMMENT ON VIEW public.follow_up_facts IS 'Follow-ups with the names of everybody and everything they are about; person is who is owed the word, candidate_person the candidate, across rows of the same email or phone.';

ALTER TABLE public.follow_up ALTER COLUMN follow_up_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.follow_up_follow_up_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.held_interview WITH (security_invoker='true') AS
 SELECT interview.agency_id,
    interview.candidate_id,
    interview.interview_id,
    interview.source,
    interview.external_id,
    interview.application_id,
    interview.scheduled_at,
    interview.starts_at,
    interview.ends_at,
    interview.time_zone,
    interview.status,
    interview.kind,
    interview.location
   FROM (public.interview
     JOIN public.practice USING (agency_id))
  WHERE ((interview.status = 'held'::text) OR ((interview.status = 'scheduled'::text) AND practice.assume_held));

COMMENT ON VIEW public.held_interview IS 'Interviews that are held, from their end on: the status says so, or it is scheduled and the policy assume_held is on.';

CREATE TABLE public.holiday (
    agency_id integer NOT NULL,
    holiday_on date NOT NULL,
    name text
);

ALTER TABLE ONLY public.holiday FORCE ROW LEVEL SECURITY;

ALTER TABLE public.holiday OWNER TO followup_owner;

COMMENT ON TABLE public.holiday IS 'A date on which the agency does not work. Applies to all time.';

COMMENT ON COLUMN public.holiday.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.holiday.holiday_on IS 'Local date.';

COMMENT ON COLUMN public.holiday.name IS 'What the day is called.';

CREATE TABLE public.import (
    agency_id integer NOT NULL,
    import_id bigint NOT NULL,
    source text NOT NULL,
    paths text[] NOT NULL,
    as_of timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    state text NOT NULL,
    CONSTRAINT import_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'partial'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.import FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import OWNER TO followup_owner;

COMMENT ON TABLE public.import IS 'One run of followup import.';

COMMENT ON COLUMN public.import.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import.import_id IS 'The id people use.';

COMMENT ON COLUMN public.import.source IS 'The mapping it was read by; canonical is built in.';

COMMENT ON COLUMN public.import.paths IS 'What was read.';

COMMENT ON COLUMN public.import.as_of IS 'Facts later than this were refused.';

COMMENT ON COLUMN public.import.started_at IS 'When it began.';

COMMENT ON COLUMN public.import.finished_at IS 'When it ended.';

COMMENT ON COLUMN public.import.state IS 'done, partial (some rows rejected), failed (nothing stored), or running.';

CREATE TABLE public.import_file (
    agency_id integer NOT NULL,
    import_id bigint NOT NULL,
    file text NOT NULL,
    target text NOT NULL,
    rows_read bigint NOT NULL,
    rows_skipped bigint NOT NULL,
    rows_rejected bigint NOT NULL,
    rows_added bigint NOT NULL,
    rows_changed bigint NOT NULL,
    rows_unchanged bigint NOT NULL,
    rows_deleted bigint NOT NULL
);

ALTER TABLE ONLY public.import_file FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_file OWNER TO followup_owner;

COMMENT ON TABLE public.import_file IS 'What became of one file''s rows: read = skipped + rejected + added + changed + unchanged + deleted.';

COMMENT ON COLUMN public.import_file.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import_file.import_id IS 'The import.';

COMMENT ON COLUMN public.import_file.file IS 'The file read.';

COMMENT ON COLUMN public.import_file.target IS 'The canonical file its rows became.';

COMMENT ON COLUMN public.import_file.rows_read IS 'Rows in.';

COMMENT ON COLUMN public.import_file.rows_skipped IS 'Rows the mapping passes over.';

COMMENT ON COLUMN public.import_file.rows_rejected IS 'Bad rows.';

COMMENT ON COLUMN public.import_file.rows_added IS 'New facts.';

COMMENT ON COLUMN public.import_file.rows_changed IS 'Facts that changed.';

COMMENT ON COLUMN public.import_file.rows_unchanged IS 'Facts already known.';

COMMENT ON COLUMN public.import_file.rows_deleted IS 'Facts taken out by the column deleted.';

ALTER TABLE public.import ALTER COLUMN import_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.import_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE UNLOGGED TABLE public.import_out (
    agency_id integer NOT NULL,
    import_id bigint NOT NULL,
    target text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    id bigint,
    named boolean NOT NULL
);

ALTER TABLE ONLY public.import_out FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_out OWNER TO followup_owner;

COMMENT ON TABLE public.import_out IS 'Staging: what an import takes out by the column deleted, and what goes with it; gone when the import is over.';

COMMENT ON COLUMN public.import_out.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import_out.import_id IS 'The import.';

COMMENT ON COLUMN public.import_out.target IS 'The canonical file of the fact, without .csv.';

COMMENT ON COLUMN public.import_out.key IS 'The fact''s id in its source.';

COMMENT ON COLUMN public.import_out.id IS 'Our id; NULL: it is not stored.';

COMMENT ON COLUMN public.import_out.named IS 'Whether a row of the import says so; else it goes with another fact.';

CREATE TABLE public.import_reject (
    agency_id integer NOT NULL,
    import_id bigint NOT NULL,
    reject_id bigint NOT NULL,
    file text NOT NULL,
    line integer NOT NULL,
    column_name text,
    value text,
    reason text NOT NULL,
    record jsonb NOT NULL,
    target text NOT NULL
);

ALTER TABLE ONLY public.import_reject FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_reject OWNER TO followup_owner;

COMMENT ON TABLE public.import_reject IS 'A bad row: where, what and why, and the row itself so that it can be corrected and imported again.';

COMMENT ON COLUMN public.import_reject.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import_reject.import_id IS 'The import.';

COMMENT ON COLUMN public.import_reject.reject_id IS 'Order of arrival.';

COMMENT ON COLUMN public.import_reject.file IS 'File it came from.';

COMMENT ON COLUMN public.import_reject.line IS 'Line on which the row begins.';

COMMENT ON COLUMN public.import_reject.column_name IS 'The column at fault; NULL: the row as a whole.';

COMMENT ON COLUMN public.import_reject.value IS 'The value at fault.';

COMMENT ON COLUMN public.import_reject.reason IS 'What is wrong and what to do.';

COMMENT ON COLUMN public.import_reject.record IS 'The row as it came, column to text.';

COMMENT ON COLUMN public.import_reject.target IS 'The canonical file the row was for, without .csv.';

ALTER TABLE public.import_reject ALTER COLUMN reject_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.import_reject_reject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE UNLOGGED TABLE public.import_row (
    agency_id integer NOT NULL,
    import_id bigint NOT NULL,
    target text NOT NULL,
    file text NOT NULL,
    line integer NOT NULL,
    record jsonb NOT NULL,
    "position" bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    deleted boolean DEFAULT false NOT NULL,
    repeated boolean DEFAULT false NOT NULL,
    skip text,
    fault_column text,
    fault_value text,
    fault_reason text
);

ALTER TABLE public.import_row OWNER TO followup_owner;

COMMENT ON TABLE public.import_row IS 'Staging: rows as they come in by COPY, gone when the import is over. Without row-level security, which COPY FROM refuses.';

COMMENT ON COLUMN public.import_row.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import_row.import_id IS 'The import.';

COMMENT ON COLUMN public.import_row.target IS 'The canonical file the row is for, without .csv.';

COMMENT ON COLUMN public.import_row.file IS 'File it came from.';

COMMENT ON COLUMN public.import_row.line IS 'Line on which the row begins.';

COMMENT ON COLUMN public.import_row.record IS 'Column to text, canonical names; a column the file does not carry is absent.';

COMMENT ON COLUMN public.import_row."position" IS 'Place in the whole import, files in the order in which they were read.';

COMMENT ON COLUMN public.import_row.key IS 'What makes the row this row: its id, or its key columns with U+001F between them.';

COMMENT ON COLUMN public.import_row.deleted IS 'Whether the column deleted says yes.';

COMMENT ON COLUMN public.import_row.repeated IS 'Whether an earlier row of the import says exactly the same.';

COMMENT ON COLUMN public.import_row.skip IS 'Why the mapping passes the row over; NULL: it does not.';

COMMENT ON COLUMN public.import_row.fault_column IS 'The column at fault, where reading already found one.';

COMMENT ON COLUMN public.import_row.fault_value IS 'The value at fault.';

COMMENT ON COLUMN public.import_row.fault_reason IS 'What is wrong with the row and what to do; NULL: nothing that reading alone can see.';

CREATE TABLE public.import_skip (
    agency_id integer NOT NULL,
    import_id bigint NOT NULL,
    skip_id bigint NOT NULL,
    file text NOT NULL,
    line integer NOT NULL,
    target text NOT NULL,
    reason text NOT NULL
);

ALTER TABLE ONLY public.import_skip FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_skip OWNER TO followup_owner;

COMMENT ON TABLE public.import_skip IS 'A row that the mapping passes over, and why.';

COMMENT ON COLUMN public.import_skip.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import_skip.import_id IS 'The import.';

COMMENT ON COLUMN public.import_skip.skip_id IS 'Order of arrival.';

COMMENT ON COLUMN public.import_skip.file IS 'File it came from.';

COMMENT ON COLUMN public.import_skip.line IS 'Line on which the row begins.';

COMMENT ON COLUMN public.import_skip.target IS 'The canonical file it would have been for, without .csv; empty: none, the mapping takes nothing from that file.';

COMMENT ON COLUMN public.import_skip.reason IS 'Why, in the mapping''s words.';

ALTER TABLE public.import_skip ALTER COLUMN skip_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.import_skip_skip_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.interview ALTER COLUMN interview_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.interview_interview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.touch_about WITH (security_invoker='true') AS
 SELECT touch.agency_id,
    touch.touch_id,
    touch.source,
    touch.external_id,
    touch.candidate_id,
    touch.happened_at,
    touch.actor_kind,
    touch.actor_id,
    touch.party_kind,
    touch.party_id,
    touch.channel,
    touch.purpose,
    touch.application_id,
    touch.interview_id,
    touch.outcome,
    touch.note,
    touch.forced_past,
    COALESCE(touch.candidate_id, anybodys.candidate_id) AS about_candidate_id,
    COALESCE(touch.application_id, meant.application_id, anybodys.application_id) AS about_application_id,
    COALESCE(touch.interview_id, meant.interview_id, anybodys.interview_id) AS about_interview_id
   FROM ((public.touch
     LEFT JOIN LATERAL ( SELECT interview.application_id,
            interview.interview_id
           FROM public.held_interview interview
          WHERE ((touch.interview_id IS NULL) AND (touch.purpose = ANY (ARRAY['thank_you'::text, 'proofread'::text])) AND (interview.agency_id = touch.agency_id) AND (interview.candidate_id = touch.candidate_id) AND (interview.ends_at <= touch.happened_at) AND ((touch.application_id IS NULL) OR (interview.application_id = touch.application_id)) AND ((touch.purpose = 'proofread'::text) OR (EXISTS ( SELECT
                   FROM public.attendee
                  WHERE ((attendee.agency_id = interview.agency_id) AND (attendee.candidate_id = interview.candidate_id) AND (attendee.interview_id = interview.interview_id) AND (touch.party_kind = 'contact'::text) AND (attendee.contact_id = touch.party_id))))))
          ORDER BY interview.ends_at DESC, interview.external_id
         LIMIT 1) meant ON (true))
     LEFT JOIN LATERAL ( SELECT interview.candidate_id,
            interview.application_id,
            interview.interview_id
           FROM (public.attendee
             JOIN public.held_interview interview USING (agency_id, candidate_id, interview_id))
          WHERE ((touch.candidate_id IS NULL) AND (touch.purpose = 'thank_you'::text) AND (touch.party_kind = 'contact'::text) AND (attendee.agency_id = touch.agency_id) AND (attendee.contact_id = touch.party_id) AND (interview.ends_at <= touch.happened_at))
          ORDER BY interview.ends_at DESC, interview.external_id
         LIMIT 1) anybodys ON (true));

COMMENT ON VIEW public.touch_about IS 'Touches with the candidate, application and interview that they name or are about: a thank_you or proofread that names no interview is about the latest held one that ended by then (for a thank-you, which that contact attended; of the application it names, if any).';

CREATE VIEW public.interview_touch WITH (security_invoker='true') AS
 SELECT touch_about.agency_id,
    touch_about.touch_id,
    touch_about.source,
    touch_about.external_id,
    touch_about.candidate_id,
    touch_about.happened_at,
    touch_about.actor_kind,
    touch_about.actor_id,
    touch_about.party_kind,
    touch_about.party_id,
    touch_about.channel,
    touch_about.purpose,
    touch_about.application_id,
    touch_about.interview_id,
    touch_about.outcome,
    touch_about.note,
    touch_about.forced_past,
    touch_about.about_candidate_id,
    touch_about.about_application_id,
    touch_about.about_interview_id
   FROM public.touch_about
  WHERE ((touch_about.purpose = ANY (ARRAY['thank_you'::text, 'proofread'::text])) AND (touch_about.candidate_id IS NOT NULL));

COMMENT ON VIEW public.interview_touch IS 'thank_you and proofread touches of a candidate, with the interview they are about.';

ALTER TABLE public.job_order ALTER COLUMN job_order_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.job_order_job_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.job_run (
    agency_id integer NOT NULL,
    run_id bigint NOT NULL,
    job text NOT NULL,
    business_date date NOT NULL,
    as_of timestamp with time zone NOT NULL,
    epoch integer NOT NULL,
    state text NOT NULL,
    runner text NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    error text,
    CONSTRAINT job_run_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'partial'::text, 'failed'::text, 'interrupted'::text, 'skipped'::text])))
);

ALTER TABLE ONLY public.job_run FORCE ROW LEVEL SECURITY;

ALTER TABLE public.job_run OWNER TO followup_owner;

COMMENT ON TABLE public.job_run IS 'One row per job, agency and business date. Every chunk updates it where epoch = its own: no row, and the run is over.';

COMMENT ON COLUMN public.job_run.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.job_run.run_id IS 'The id people use.';

COMMENT ON COLUMN public.job_run.job IS 'The job''s name, jobs/NAME.yaml.';

COMMENT ON COLUMN public.job_run.business_date IS 'The agency''s local date it is for.';

COMMENT ON COLUMN public.job_run.as_of IS 'The moment every decision of the run uses.';

COMMENT ON COLUMN public.job_run.epoch IS 'Raised by whoever takes the run over.';

COMMENT ON COLUMN public.job_run.state IS 'running, done, partial (some items failed), failed, interrupted, or skipped (a later night took its place).';

COMMENT ON COLUMN public.job_run.runner IS 'Which process holds it: the machine''s boot, process and start; one that is gone is taken over at once.';

COMMENT ON COLUMN public.job_run.lease_until IS 'Until when the runner is presumed alive.';

COMMENT ON COLUMN public.job_run.started_at IS 'When its present epoch began.';

COMMENT ON COLUMN public.job_run.finished_at IS 'When it ended.';

COMMENT ON COLUMN public.job_run.error IS 'Why it failed.';

ALTER TABLE public.job_run ALTER COLUMN run_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.job_run_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.job_step (
    agency_id integer NOT NULL,
    run_id bigint NOT NULL,
    "position" integer NOT NULL,
    step text NOT NULL,
    epoch integer NOT NULL,
    state text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    summary jsonb,
    error text,
    CONSTRAINT job_step_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'partial'::text, 'failed'::text, 'interrupted'::text])))
);

ALTER TABLE ONLY public.job_step FORCE ROW LEVEL SECURITY;

ALTER TABLE public.job_step OWNER TO followup_owner;

COMMENT ON TABLE public.job_step IS 'A step of a run; a finished one is not done again.';

COMMENT ON COLUMN public.job_step.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.job_step.run_id IS 'The run.';

COMMENT ON COLUMN public.job_step."position" IS 'Place in the job, from 1.';

COMMENT ON COLUMN public.job_step.step IS 'What it does.';

COMMENT ON COLUMN public.job_step.epoch IS 'The epoch that last worked on it.';

COMMENT ON COLUMN public.job_step.state IS 'Where it stands.';

COMMENT ON COLUMN public.job_step.started_at IS 'When it began.';

COMMENT ON COLUMN public.job_step.finished_at IS 'When it ended.';

COMMENT ON COLUMN public.job_step.summary IS 'What it did, in numbers.';

COMMENT ON COLUMN public.job_step.error IS 'What went wrong.';

CREATE TABLE public.message (
    agency_id integer NOT NULL,
    message_id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    recipient_kind text NOT NULL,
    recipient_id bigint NOT NULL,
    recipient_name text,
    recipient_address text NOT NULL,
    subject text,
    body_text text,
    body_html text,
    local_date date NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    claim uuid,
    sent_at timestamp with time zone,
    error text,
    claimed_by text,
    reply_to text,
    CONSTRAINT message_on_its_way_has_words CHECK (((state = ANY (ARRAY['queued'::text, 'claimed'::text, 'dropped'::text])) OR ((subject IS NOT NULL) AND (body_text IS NOT NULL)))),
    CONSTRAINT message_sent_has_a_time CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
    CONSTRAINT message_state_is_known CHECK ((state = ANY (ARRAY['queued'::text, 'claimed'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'uncertain'::text, 'dropped'::text])))
);

ALTER TABLE ONLY public.message FORCE ROW LEVEL SECURITY;

ALTER TABLE public.message OWNER TO followup_owner;

COMMENT ON TABLE public.message IS 'The outbox: queued, claimed (lease), sending (committed just before the SMTP transaction), then sent, failed, uncertain, or dropped by a person.';

COMMENT ON COLUMN public.message.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.message.message_id IS 'The id people use.';

COMMENT ON COLUMN public.message.key IS 'What makes it this message; Message-ID derives from it.';

COMMENT ON COLUMN public.message.kind IS 'nudge, or what else is sent.';

COMMENT ON COLUMN public.message.recipient_kind IS 'candidate or recruiter.';

COMMENT ON COLUMN public.message.recipient_id IS 'Their id in the table of their kind.';

COMMENT ON COLUMN public.message.recipient_name IS 'Name as it was when the message was made.';

COMMENT ON COLUMN public.message.recipient_address IS 'Email address as it was when the message was made.';

COMMENT ON COLUMN public.message.subject IS 'Subject; NULL until the words are written, just before it is sent.';

COMMENT ON COLUMN public.message.body_text IS 'Plain text; NULL until the words are written, just before it is sent.';

COMMENT ON COLUMN public.message.body_html IS 'HTML, if any.';

COMMENT ON COLUMN public.message.local_date IS 'The recipient''s date it counts for under the daily cap.';

COMMENT ON COLUMN public.message.created_at IS 'As of when it was made.';

COMMENT ON COLUMN public.message.state IS 'Where it stands.';

COMMENT ON COLUMN public.message.attempts IS 'Deliveries tried.';

COMMENT ON COLUMN public.message.next_attempt_at IS 'Not before then.';

COMMENT ON COLUMN public.message.lease_until IS 'Until when a sender holds it.';

COMMENT ON COLUMN public.message.claim IS 'Which sender holds it.';

COMMENT ON COLUMN public.message.sent_at IS 'When the server took it.';

COMMENT ON COLUMN public.message.error IS 'What the last attempt came to.';

COMMENT ON COLUMN public.message.claimed_by IS 'Which process holds it: the machine''s boot, process and start; one that is gone has lost its lease at once.';

COMMENT ON COLUMN public.message.reply_to IS 'Where an answer goes; NULL: to the sender.';

ALTER TABLE public.message ALTER COLUMN message_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.message_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.nudge (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    follow_up_id bigint NOT NULL,
    rung text NOT NULL COLLATE pg_catalog."C",
    due_at timestamp with time zone NOT NULL,
    recipient_kind text NOT NULL,
    recipient_id bigint NOT NULL,
    message_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.nudge FORCE ROW LEVEL SECURITY;

ALTER TABLE public.nudge OWNER TO followup_owner;

COMMENT ON TABLE public.nudge IS 'A rung of a follow-up''s ladder that was put into a message: once per due time and recipient.';

COMMENT ON COLUMN public.nudge.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.nudge.candidate_id IS 'The follow-up''s candidate.';

COMMENT ON COLUMN public.nudge.follow_up_id IS 'The follow-up.';

COMMENT ON COLUMN public.nudge.rung IS 'Which step of the ladder, and in which role its recipient is reminded: due + 2 bd: recruiter.';

COMMENT ON COLUMN public.nudge.due_at IS 'The due time it reminded of; a follow-up that moves is armed again.';

COMMENT ON COLUMN public.nudge.recipient_kind IS 'candidate or recruiter.';

COMMENT ON COLUMN public.nudge.recipient_id IS 'Their id in the table of their kind.';

COMMENT ON COLUMN public.nudge.message_id IS 'The message it went with.';

COMMENT ON COLUMN public.nudge.created_at IS 'As of when.';

CREATE VIEW public.outcome_told WITH (security_invoker='true') AS
 SELECT application.agency_id,
    application.candidate_id,
    application.application_id,
    application.external_id,
    touch.party_id AS reference_id,
    touch.happened_at,
    (touch.application_id IS NOT NULL) AS is_named
   FROM (public.application_terms application
     JOIN public.touch ON (((touch.agency_id = application.agency_id) AND (touch.actor_kind = 'candidate'::text) AND (touch.actor_id = application.candidate_id) AND (touch.happened_at >= application.closed_at))))
  WHERE ((touch.party_kind = 'reference'::text) AND (touch.purpose = 'outcome'::text) AND ((touch.application_id IS NULL) OR (touch.application_id = application.application_id)));

COMMENT ON VIEW public.outcome_told IS 'Each time since the decision that the candidate told a reference how it ended, by a touch that names the application (is_named) or none.';

CREATE TABLE public.policy_key (
    key text NOT NULL COLLATE pg_catalog."C",
    default_value text,
    kind text NOT NULL,
    minimum integer,
    choices text[],
    per_client boolean DEFAULT false NOT NULL,
    summary text NOT NULL,
    maximum integer,
    CONSTRAINT policy_key_kind_is_known CHECK ((kind = ANY (ARRAY['integer'::text, 'boolean'::text, 'clock'::text, 'zone'::text, 'weekdays'::text, 'choice'::text, 'date'::text, 'addresses'::text])))
);

ALTER TABLE public.policy_key OWNER TO followup_owner;

COMMENT ON TABLE public.policy_key IS 'The agency-wide policy keys of the practice with their defaults; rule.parameter keys come from the rule files.';

COMMENT ON COLUMN public.policy_key.key IS 'Name as in policy.csv.';

COMMENT ON COLUMN public.policy_key.default_value IS 'Value in force when nobody set one; NULL: must be set.';

COMMENT ON COLUMN public.policy_key.kind IS 'How the value is read.';

COMMENT ON COLUMN public.policy_key.minimum IS 'Least allowed integer.';

COMMENT ON COLUMN public.policy_key.choices IS 'Allowed words of a choice.';

COMMENT ON COLUMN public.policy_key.per_client IS 'Whether a client may have its own value.';

COMMENT ON COLUMN public.policy_key.summary IS 'What the key decides, in a sentence.';

COMMENT ON COLUMN public.policy_key.maximum IS 'Greatest allowed integer.';

CREATE TABLE public.recruiter (
    agency_id integer NOT NULL,
    recruiter_id bigint NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    email text NOT NULL,
    time_zone text,
    manager_id bigint,
    active boolean DEFAULT true NOT NULL,
    daily_minutes integer,
    CONSTRAINT recruiter_minutes_are_positive CHECK ((daily_minutes > 0))
);

ALTER TABLE ONLY public.recruiter FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recruiter OWNER TO followup_owner;

COMMENT ON TABLE public.recruiter IS 'Who works for the agency: owns candidates and job orders, gets a worklist and nudges.';

COMMENT ON COLUMN public.recruiter.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.recruiter.recruiter_id IS 'Our id.';

COMMENT ON COLUMN public.recruiter.source IS 'Import source the row came from.';

COMMENT ON COLUMN public.recruiter.external_id IS 'The source''s own id, unique per agency and source.';

COMMENT ON COLUMN public.recruiter.name IS 'Name as the source has it.';

COMMENT ON COLUMN public.recruiter.email IS 'Where the worklist and the nudges go.';

COMMENT ON COLUMN public.recruiter.time_zone IS 'IANA zone; NULL: the agency''s.';

COMMENT ON COLUMN public.recruiter.manager_id IS 'Who answers for the recruiter.';

COMMENT ON COLUMN public.recruiter.active IS 'Whether the recruiter still works here.';

COMMENT ON COLUMN public.recruiter.daily_minutes IS 'Minutes a day for follow-ups; NULL: policy daily_minutes.';

ALTER TABLE public.recruiter ALTER COLUMN recruiter_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recruiter_recruiter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.reference_contact ALTER COLUMN reference_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_contact_reference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.repeatable (
    name text NOT NULL,
    digest text NOT NULL
);

ALTER TABLE public.repeatable OWNER TO followup_owner;

COMMENT ON TABLE public.repeatable IS 'The text with which each file of sql/functions was last applied.';

COMMENT ON COLUMN public.repeatable.name IS 'The file''s name.';

COMMENT ON COLUMN public.repeatable.digest IS 'SHA-256 of its text.';

CREATE TABLE public.rule_in_force (
    agency_id integer NOT NULL,
    rule text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL
);

ALTER TABLE ONLY public.rule_in_force FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rule_in_force OWNER TO followup_owner;

COMMENT ON TABLE public.rule_in_force IS 'With which text and parameters each rule was last planned; a difference replans everybody.';

COMMENT ON COLUMN public.rule_in_force.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.rule_in_force.rule IS 'The rule.';

COMMENT ON COLUMN public.rule_in_force.digest IS 'SHA-256 of its text and the parameter values in force.';

CREATE TABLE public.schema_version (
    version integer NOT NULL,
    file text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.schema_version OWNER TO followup_owner;

COMMENT ON TABLE public.schema_version IS 'The migrations that were applied; each puts its row in first.';

COMMENT ON COLUMN public.schema_version.version IS 'Number of the migration.';

COMMENT ON COLUMN public.schema_version.file IS 'Its file.';

COMMENT ON COLUMN public.schema_version.applied_at IS 'When.';

CREATE VIEW public.standing_interview WITH (security_invoker='true') AS
 SELECT interview.agency_id,
    interview.candidate_id,
    interview.interview_id,
    interview.source,
    interview.external_id,
    interview.application_id,
    interview.scheduled_at,
    interview.starts_at,
    interview.ends_at,
    interview.time_zone,
    interview.status,
    interview.kind,
    interview.location
   FROM public.interview
  WHERE (interview.status = ANY (ARRAY['scheduled'::text, 'held'::text]));

COMMENT ON VIEW public.standing_interview IS 'Interviews that are held or scheduled; cancelled and no-show ones are as if they had never been.';

CREATE VIEW public.word WITH (security_invoker='true') AS
 SELECT touch.agency_id,
    touch.candidate_id,
    touch.application_id,
    touch.touch_id,
    touch.external_id,
    touch.happened_at,
    contact.client_id
   FROM (public.touch
     JOIN public.contact ON (((contact.agency_id = touch.agency_id) AND (contact.contact_id = touch.actor_id))))
  WHERE ((touch.actor_kind = 'contact'::text) AND (touch.application_id IS NOT NULL) AND (touch.purpose <> 'reminder'::text) AND ((touch.party_kind = 'recruiter'::text) OR ((touch.party_kind = 'candidate'::text) AND (touch.party_id = touch.candidate_id))));

COMMENT ON VIEW public.word IS 'Touches from a contact to a recruiter or to the candidate that name an application or one of its interviews: words, where client_id is the application''s client.';

CREATE VIEW public.silence WITH (security_invoker='true') AS
 SELECT application.agency_id,
    application.candidate_id,
    application.application_id,
    beginning.began_at,
    beginning.external_id AS begun_by,
    beginning.interview_id AS begun_by_interview_id,
    LEAST(application.closed_at, next_word.happened_at, next_interview.scheduled_at) AS ended_at,
        CASE LEAST(application.closed_at, next_word.happened_at, next_interview.scheduled_at)
            WHEN application.closed_at THEN 'the application was decided'::text
            WHEN next_word.happened_at THEN 'the client spoke'::text
            WHEN next_interview.scheduled_at THEN 'another interview was scheduled'::text
            ELSE NULL::text
        END AS end_reason
   FROM (((public.application_terms application
     CROSS JOIN LATERAL ( SELECT DISTINCT ON (start.began_at) start.began_at,
            start.external_id,
            start.interview_id
           FROM ( SELECT interview.ends_at AS began_at,
                    interview.external_id,
                    interview.interview_id
                   FROM public.standing_interview interview
                  WHERE ((interview.agency_id = application.agency_id) AND (interview.candidate_id = application.candidate_id) AND (interview.application_id = application.application_id))
                UNION ALL
                 SELECT word.happened_at,
                    word.external_id,
                    NULL::bigint
                   FROM public.word
                  WHERE ((word.agency_id = application.agency_id) AND (word.candidate_id = application.candidate_id) AND (word.application_id = application.application_id) AND (word.client_id = application.client_id))) start
          ORDER BY start.began_at, start.external_id, start.interview_id) beginning)
     LEFT JOIN LATERAL ( SELECT min(word.happened_at) AS happened_at
           FROM public.word
          WHERE ((word.agency_id = application.agency_id) AND (word.candidate_id = application.candidate_id) AND (word.application_id = application.application_id) AND (word.client_id = application.client_id) AND (word.happened_at > beginning.began_at))) next_word ON (true))
     LEFT JOIN LATERAL ( SELECT min(COALESCE(interview.scheduled_at, interview.starts_at)) AS scheduled_at
           FROM public.standing_interview interview
          WHERE ((interview.agency_id = application.agency_id) AND (interview.candidate_id = application.candidate_id) AND (interview.application_id = application.application_id) AND (interview.ends_at > beginning.began_at))) next_interview ON (true))
  WHERE ((LEAST(application.closed_at, next_word.happened_at, next_interview.scheduled_at) IS NULL) OR (LEAST(application.closed_at, next_word.happened_at, next_interview.scheduled_at) > beginning.began_at));

COMMENT ON VIEW public.silence IS 'The silences of each application, began_at inclusive to ended_at exclusive (NULL: not ended), named by the interview or word that begins them; begun_by_interview_id tells an interview from a word of the same id.';

CREATE VIEW public.stage_entry WITH (security_invoker='true') AS
 SELECT application_stage.agency_id,
    application_stage.candidate_id,
    application_stage.application_id,
    application_stage.stage,
    array_position(ARRAY['submitted'::text, 'interviewing'::text, 'reference_check'::text, 'offer'::text, 'decided'::text], application_stage.stage) AS place,
    application_stage.since
   FROM public.application_stage
UNION ALL
 SELECT application.agency_id,
    application.candidate_id,
    application.application_id,
    application.stage,
    array_position(ARRAY['submitted'::text, 'interviewing'::text, 'reference_check'::text, 'offer'::text, 'decided'::text], application.stage) AS place,
    COALESCE(application.stage_since, '-infinity'::timestamp with time zone) AS since
   FROM public.application
  WHERE (application.stage IS NOT NULL);

COMMENT ON VIEW public.stage_entry IS 'When an application entered which stage: its history and what its own row says; a date not known counts as always. Of two at one moment that of the higher place comes later.';

CREATE TABLE public.touch_retracted (
    agency_id integer NOT NULL,
    touch_id bigint NOT NULL,
    candidate_id bigint,
    external_id text NOT NULL COLLATE pg_catalog."C",
    record jsonb NOT NULL,
    retracted_at timestamp with time zone NOT NULL,
    retracted_by text NOT NULL
);

ALTER TABLE ONLY public.touch_retracted FORCE ROW LEVEL SECURITY;

ALTER TABLE public.touch_retracted OWNER TO followup_owner;

COMMENT ON TABLE public.touch_retracted IS 'Touches that were logged by mistake and taken back: as they were, with who took them back and when.';

COMMENT ON COLUMN public.touch_retracted.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.touch_retracted.touch_id IS 'The id it had.';

COMMENT ON COLUMN public.touch_retracted.candidate_id IS 'The candidate it was about, if any.';

COMMENT ON COLUMN public.touch_retracted.external_id IS 'The id people used.';

COMMENT ON COLUMN public.touch_retracted.record IS 'The touch as it was.';

COMMENT ON COLUMN public.touch_retracted.retracted_at IS 'As of when it was taken back.';

COMMENT ON COLUMN public.touch_retracted.retracted_by IS 'Who took it back.';

ALTER TABLE public.touch ALTER COLUMN touch_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.touch_touch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.used_reference WITH (security_invoker='true') AS
 SELECT touch.agency_id,
    touch.candidate_id,
    touch.application_id,
    reference.reference_id,
    min(touch.happened_at) AS used_from
   FROM (public.touch
     CROSS JOIN LATERAL ( VALUES (touch.actor_kind,touch.actor_id), (touch.party_kind,touch.party_id)) reference(kind, reference_id))
  WHERE ((touch.application_id IS NOT NULL) AND (touch.purpose = ANY (ARRAY['heads_up'::text, 'guidance'::text, 'reference_check'::text, 'progress'::text, 'accuracy'::text])) AND (reference.kind = 'reference'::text))
  GROUP BY touch.agency_id, touch.candidate_id, touch.application_id, reference.reference_id;

COMMENT ON VIEW public.used_reference IS 'References with a touch of purpose heads_up, guidance, reference_check, progress or accuracy that names the application; used from the first on.';

COPY public.absence (agency_id, recruiter_id, from_on, until_on, cover_id) FROM stdin;
1	3	2026-10-05	2026-10-09	\N
1	9	2026-10-26	2026-10-30	10
1	6	2026-11-20	2026-11-20	7
1	8	2026-11-27	2026-12-04	10
1	1	2026-12-21	2027-01-01	\N
\.

COPY public.agency (agency_id, name, time_zone, created_at) FROM stdin;
1	Halyard	America/New_York	2026-11-28 19:01:32.043717+00
\.

COPY public.application (agency_id, candidate_id, application_id, source, external_id, job_order_id, stage, stage_since, decision, decided_at, start_on, announce_on) FROM stdin;
1	3	1	canonical	a0005	3	decided	2026-10-13 09:36:00+00	accepted	2026-10-13 09:36:00+00	2026-10-19	2026-10-19
1	3	2	canonical	a0023	5	decided	2026-10-13 18:27:00+00	withdrawn	2026-10-13 18:27:00+00	\N	\N
1	4	3	canonical	a0026	4	decided	2026-11-04 17:57:00+00	rejected	2026-11-04 17:57:00+00	\N	\N
1	4	4	canonical	a0120	2	decided	2026-11-12 18:07:00+00	rejected	2026-11-12 18:07:00+00	\N	\N
1	1	5	canonical	a0136	1	decided	2026-10-29 15:00:00+00	accepted	2026-10-29 15:00:00+00	2026-11-09	\N
\.

COPY public.application_stage (agency_id, candidate_id, application_id, stage, since) FROM stdin;
1	3	1	decided	2026-10-13 09:36:00+00
1	3	2	decided	2026-10-13 18:27:00+00
1	4	3	decided	2026-11-04 17:57:00+00
1	4	4	decided	2026-11-12 18:07:00+00
1	1	5	decided	2026-10-29 15:00:00+00
1	3	1	interviewing	2026-09-22 13:52:00+00
1	3	1	offer	2026-10-08 10:45:00+00
1	3	1	reference_check	2026-09-30 10:00:00+00
1	3	2	interviewing	2026-09-29 17:00:00+00
1	3	2	submitted	2026-09-24 18:38:00+00
1	4	3	interviewing	2026-09-28 19:59:00+00
1	4	3	submitted	2026-09-24 21:05:00+00
1	4	4	interviewing	2026-10-16 14:29:00+00
1	4	4	reference_check	2026-11-06 22:43:00+00
1	4	4	submitted	2026-10-08 18:03:00+00
1	1	5	interviewing	2026-10-14 17:01:00+00
1	1	5	reference_check	2026-10-19 17:53:00+00
1	1	5	submitted	2026-10-13 14:00:00+00
\.

COPY public.attendee (agency_id, candidate_id, interview_id, contact_id, role) FROM stdin;
1	3	1	10	interviewer
1	3	1	11	interviewer
1	4	2	2	interviewer
1	3	3	3	interviewer
1	3	3	4	interviewer
1	1	4	5	interviewer
1	1	4	6	interviewer
1	4	5	9	interviewer
1	4	5	8	interviewer
1	4	6	1	interviewer
1	4	7	8	interviewer
1	4	7	7	interviewer
1	4	7	9	interviewer
\.

COPY public.candidate (agency_id, candidate_id, source, external_id, name, email, phone, time_zone, recruiter_id, status, status_since, search_started_on, do_not_contact, erased_at) FROM stdin;
1	1	canonical	c010	Søren Hølland	soren.holland@example.com	+44 20 7946 0113	Europe/London	10	placed	2026-10-30 15:10:00+00	2026-10-07	f	\N
1	2	canonical	c020	Femke van 't Hof	femke.vanthof@example.net	+44 20 7946 0117	Europe/London	4	active	2026-10-14 13:00:00+00	2026-10-14	f	\N
1	3	canonical	c026	Øyvind Lindqvist	oyvind.lindqvist@example.com	020 7946 0118	Europe/London	1	placed	2026-10-13 18:27:00+00	2026-09-21	f	\N
1	4	canonical	c074	Łukasz Dąbek	lukasz.dabek@example.org	\N	America/Chicago	7	active	\N	2026-09-21	f	\N
\.

COPY public.client (agency_id, client_id, source, external_id, name, time_zone, check_in_mode, check_in_cap, check_in_days) FROM stdin;
1	1	canonical	cl03	Palisade Credit Union	America/Chicago	\N	\N	\N
1	2	canonical	cl06	Mossley Health	America/New_York	weekly	\N	\N
1	3	canonical	cl07	Quillon Analytics	America/Chicago	\N	\N	\N
1	4	canonical	cl22	Dunmore Textiles	America/Chicago	\N	\N	\N
1	5	canonical	cl26	Hallmere Hotels	Europe/London	\N	\N	\N
\.

COPY public.contact (agency_id, contact_id, source, external_id, client_id, name, title, email, phone, time_zone, do_not_contact, erased_at, person) FROM stdin;
1	1	canonical	ct010	1	Tobias Stanhope	\N	\N	\N	\N	f	\N	c:1
1	2	canonical	ct011	1	Gonzalo Ordóñez	Chief of Staff	gonzalo.ordonez@palisadecreditunion.example	+1-718-555-0100	\N	f	\N	e:gonzalo.ordonez@palisadecreditunion.example
1	3	canonical	ct018	2	Harriet Fairbanks	\N	harriet.fairbanks@mossleyhealth.example	\N	\N	f	\N	e:harriet.fairbanks@mossleyhealth.example
1	4	canonical	ct019	2	Ingeborg Bjørnstad	Team Lead	ingeborg.bjornstad@mossleyhealth.example	+1 512 555 0100	\N	f	\N	e:ingeborg.bjornstad@mossleyhealth.example
1	5	canonical	ct020	3	Solène Malbœuf	Operations Lead	solene.malbuf@quillonanalytics.example	\N	\N	f	\N	e:solene.malbuf@quillonanalytics.example
1	6	canonical	ct021	3	Grace Tremblay-Ross	HR Partner	grace.tremblayross@quillonanalytics.example	(512) 555-0101	\N	f	\N	e:grace.tremblayross@quillonanalytics.example
1	7	canonical	ct065	4	Stanisław Gołąb	VP Sales	stanislaw.golab@dunmoretextiles.example	+1-512-555-0103	\N	f	\N	e:stanislaw.golab@dunmoretextiles.example
1	8	canonical	ct066	4	François Le Goff	Operations Lead	francois.legoff@dunmoretextiles.example	\N	\N	f	\N	e:francois.legoff@dunmoretextiles.example
1	9	canonical	ct067	4	Tobias Haverford	Engineering Manager	tobias.haverford@dunmoretextiles.example	\N	\N	f	\N	e:tobias.haverford@dunmoretextiles.example
1	10	canonical	ct077	5	Solène Le Goff	Chief of Staff	solene.legoff@hallmerehotels.example	020 7946 0111	Europe/London	f	\N	e:solene.legoff@hallmerehotels.example
1	11	canonical	ct078	5	Wesley Kettering	Chief of Staff	wesley.kettering@hallmerehotels.example	\N	\N	f	\N	e:wesley.kettering@hallmerehotels.example
\.

COPY public.dirty (agency_id, dirty_id, candidate_id) FROM stdin;
1	178	2
1	179	4
\.

COPY public.follow_up (agency_id, candidate_id, follow_up_id, rule, application_id, interview_id, contact_id, reference_id, occurrence, party_kind, party_id, recruiter_id, anchor_at, asked_from, asked_until, until_reason, opens_at, due_at, expires_at, done_at, remark, withdrawn, skipped_at, skip_reason, snoozed_until, former_skipped_at, former_skip_reason) FROM stdin;
1	3	1	announcement_hold	1	\N	\N	\N		candidate	3	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-13 09:36:00+00	2026-10-16 04:00:00+00	\N	2026-10-14 07:43:00+00	to be announced on 2026-10-19; told so far: 3 of 3 references	f	\N	\N	\N	\N	\N
1	1	2	candidate_check_in	\N	\N	\N	\N		candidate	1	10	2026-10-21 14:12:00+00	2026-10-21 14:12:00+00	2026-10-30 15:10:00+00	the candidate is no longer active	2026-10-27 14:12:00+00	2026-10-28 14:12:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	4	candidate_check_in	\N	\N	\N	\N		candidate	3	1	2026-10-13 17:21:00+00	2026-10-13 17:21:00+00	2026-10-13 18:27:00+00	the candidate is no longer active	2026-10-19 17:21:00+00	2026-10-20 17:21:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	6	candidate_status_update	5	\N	\N	\N	decision	candidate	1	10	2026-10-29 15:00:00+00	2026-10-29 15:00:00+00	2026-10-29 18:54:00+00	the job order is no longer open	2026-10-29 15:00:00+00	2026-10-30 15:00:00+00	\N	\N	accepted	f	\N	\N	\N	\N	\N
1	1	7	candidate_status_update	5	\N	\N	\N	t01934	candidate	1	10	2026-10-19 17:53:00+00	2026-10-19 17:53:00+00	2026-10-29 18:54:00+00	the job order is no longer open	2026-10-19 17:53:00+00	2026-10-20 17:53:00+00	\N	2026-10-21 14:12:00+00	\N	f	\N	\N	\N	\N	\N
1	3	8	candidate_status_update	1	\N	\N	\N	decision	candidate	3	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	2026-10-13 15:31:00+00	the job order is no longer open	2026-10-13 09:36:00+00	2026-10-14 09:36:00+00	\N	\N	accepted	f	\N	\N	\N	\N	\N
1	3	9	candidate_status_update	1	\N	\N	\N	t00467	candidate	3	1	2026-09-30 10:00:00+00	2026-09-30 10:00:00+00	2026-10-13 15:31:00+00	the job order is no longer open	2026-09-30 10:00:00+00	2026-10-01 10:00:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	10	candidate_status_update	1	\N	\N	\N	t01099	candidate	3	1	2026-10-08 10:45:00+00	2026-10-08 10:45:00+00	2026-10-13 15:31:00+00	the job order is no longer open	2026-10-08 10:45:00+00	2026-10-09 10:45:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	11	candidate_status_update	2	\N	\N	\N	t00345	candidate	3	1	2026-09-28 19:27:00+00	2026-09-28 19:27:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-09-28 19:27:00+00	2026-09-29 19:27:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	4	12	candidate_status_update	3	\N	\N	\N	decision	candidate	4	7	2026-11-04 17:57:00+00	2026-11-04 17:57:00+00	\N	\N	2026-11-04 17:57:00+00	2026-11-05 17:57:00+00	\N	2026-11-04 19:26:00+00	rejected	f	\N	\N	\N	\N	\N
1	4	13	candidate_status_update	3	\N	\N	\N	t00234	candidate	4	7	2026-09-25 21:57:00+00	2026-09-25 21:57:00+00	\N	\N	2026-09-25 21:57:00+00	2026-09-28 21:57:00+00	\N	2026-09-28 21:47:00+00	\N	f	\N	\N	\N	\N	\N
1	4	14	candidate_status_update	3	\N	\N	\N	t02303	candidate	4	7	2026-10-22 16:14:00+00	2026-10-22 16:14:00+00	\N	\N	2026-10-22 16:14:00+00	2026-10-23 16:14:00+00	\N	2026-11-04 19:26:00+00	\N	f	\N	\N	\N	\N	\N
1	1	32	handwritten_note	5	4	5	\N		contact	5	10	2026-10-16 16:00:00+00	2026-10-16 16:00:00+00	\N	\N	2026-10-16 16:00:00+00	2026-10-19 22:00:00+00	2026-10-26 22:00:00+00	2026-10-18 17:17:00+00	\N	f	\N	\N	\N	\N	\N
1	1	33	handwritten_note	5	4	6	\N		contact	6	10	2026-10-16 16:00:00+00	2026-10-16 16:00:00+00	\N	\N	2026-10-16 16:00:00+00	2026-10-19 22:00:00+00	2026-10-26 22:00:00+00	2026-10-18 14:57:00+00	\N	f	\N	\N	\N	\N	\N
1	3	34	handwritten_note	1	1	10	\N		contact	10	1	2026-09-29 13:00:00+00	2026-09-29 13:00:00+00	\N	\N	2026-09-29 13:00:00+00	2026-09-30 22:00:00+00	2026-10-07 22:00:00+00	2026-09-30 09:55:00+00	\N	f	\N	\N	\N	\N	\N
1	2	3	candidate_check_in	\N	\N	\N	\N		candidate	2	4	2026-11-19 15:00:00+00	2026-11-19 15:00:00+00	\N	\N	2026-11-26 15:00:00+00	2026-11-27 15:00:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	35	handwritten_note	1	1	11	\N		contact	11	1	2026-09-29 13:00:00+00	2026-09-29 13:00:00+00	\N	\N	2026-09-29 13:00:00+00	2026-09-30 22:00:00+00	2026-10-07 22:00:00+00	2026-09-30 11:43:00+00	\N	f	\N	\N	\N	\N	\N
1	3	36	handwritten_note	2	3	3	\N		contact	3	1	2026-10-08 14:15:00+00	2026-10-08 14:15:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-10-08 14:15:00+00	2026-10-09 22:00:00+00	2026-10-16 22:00:00+00	2026-10-09 13:01:00+00	\N	f	\N	\N	\N	\N	\N
1	3	37	handwritten_note	2	3	4	\N		contact	4	1	2026-10-08 14:15:00+00	2026-10-08 14:15:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-10-08 14:15:00+00	2026-10-09 22:00:00+00	2026-10-16 22:00:00+00	2026-10-09 07:32:00+00	\N	f	\N	\N	\N	\N	\N
1	4	38	handwritten_note	3	2	2	\N		contact	2	7	2026-10-02 17:00:00+00	2026-10-02 17:00:00+00	\N	\N	2026-10-02 17:00:00+00	2026-10-05 22:00:00+00	2026-10-12 22:00:00+00	2026-10-02 23:52:00+00	\N	f	\N	\N	\N	\N	\N
1	4	39	handwritten_note	3	6	1	\N		contact	1	7	2026-11-02 16:30:00+00	2026-11-02 16:30:00+00	\N	\N	2026-11-02 16:30:00+00	2026-11-03 23:00:00+00	2026-11-10 23:00:00+00	2026-11-03 13:58:00+00	\N	f	\N	\N	\N	\N	\N
1	4	40	handwritten_note	4	5	8	\N		contact	8	7	2026-10-23 22:30:00+00	2026-10-23 22:30:00+00	\N	\N	2026-10-23 22:30:00+00	2026-10-26 22:00:00+00	2026-11-02 23:00:00+00	2026-10-25 01:40:00+00	\N	f	\N	\N	\N	\N	\N
1	4	41	handwritten_note	4	5	9	\N		contact	9	7	2026-10-23 22:30:00+00	2026-10-23 22:30:00+00	\N	\N	2026-10-23 22:30:00+00	2026-10-26 22:00:00+00	2026-11-02 23:00:00+00	2026-10-24 14:31:00+00	\N	f	\N	\N	\N	\N	\N
1	4	42	handwritten_note	4	7	7	\N		contact	7	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	\N	\N	2026-11-05 23:15:00+00	2026-11-06 23:00:00+00	2026-11-13 23:00:00+00	2026-11-06 17:51:00+00	\N	f	\N	\N	\N	\N	\N
1	4	43	handwritten_note	4	7	8	\N		contact	8	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	\N	\N	2026-11-05 23:15:00+00	2026-11-06 23:00:00+00	2026-11-13 23:00:00+00	2026-11-06 01:56:00+00	\N	f	\N	\N	\N	\N	\N
1	4	44	handwritten_note	4	7	9	\N		contact	9	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	\N	\N	2026-11-05 23:15:00+00	2026-11-06 23:00:00+00	2026-11-13 23:00:00+00	2026-11-06 20:58:00+00	\N	f	\N	\N	\N	\N	\N
1	1	45	placement_check_in	5	\N	\N	\N	1	candidate	1	10	2026-11-09 14:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-11-16 14:00:00+00	2026-11-16 14:00:00+00	2026-11-30 14:00:00+00	\N	started on 2026-11-09	f	\N	\N	\N	\N	\N
1	1	46	placement_check_in	5	\N	\N	\N	2	candidate	1	10	2026-11-09 14:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-12-09 14:00:00+00	2026-12-09 14:00:00+00	2026-12-23 14:00:00+00	\N	started on 2026-11-09	f	\N	\N	\N	\N	\N
1	1	47	placement_check_in	5	\N	\N	\N	3	candidate	1	10	2026-11-09 14:00:00+00	2026-10-29 15:00:00+00	\N	\N	2027-02-08 14:00:00+00	2027-02-08 14:00:00+00	2027-02-22 14:00:00+00	\N	started on 2026-11-09	f	\N	\N	\N	\N	\N
1	3	48	placement_check_in	1	\N	\N	\N	1	candidate	3	1	2026-10-19 13:00:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-26 13:00:00+00	2026-10-26 13:00:00+00	2026-11-09 14:00:00+00	\N	started on 2026-10-19	f	\N	\N	\N	\N	\N
1	3	49	placement_check_in	1	\N	\N	\N	2	candidate	3	1	2026-10-19 13:00:00+00	2026-10-13 09:36:00+00	\N	\N	2026-11-18 14:00:00+00	2026-11-18 14:00:00+00	2026-12-02 14:00:00+00	\N	started on 2026-10-19	f	\N	\N	\N	\N	\N
1	3	50	placement_check_in	1	\N	\N	\N	3	candidate	3	1	2026-10-19 13:00:00+00	2026-10-13 09:36:00+00	\N	\N	2027-01-19 14:00:00+00	2027-01-19 14:00:00+00	2027-02-02 14:00:00+00	\N	started on 2026-10-19	f	\N	\N	\N	\N	\N
1	1	51	reference_accuracy	5	\N	\N	8		reference	8	10	2026-10-20 22:40:00+00	2026-10-20 22:40:00+00	\N	\N	2026-10-20 22:40:00+00	2026-10-21 22:40:00+00	\N	2026-10-21 15:26:00+00	\N	f	\N	\N	\N	\N	\N
1	1	52	reference_accuracy	5	\N	\N	9		reference	9	10	2026-10-20 22:40:00+00	2026-10-20 22:40:00+00	\N	\N	2026-10-20 22:40:00+00	2026-10-21 22:40:00+00	\N	2026-10-21 07:45:00+00	\N	f	\N	\N	\N	\N	\N
1	3	53	reference_accuracy	1	\N	\N	1		reference	1	1	2026-10-02 07:36:00+00	2026-10-02 07:36:00+00	\N	\N	2026-10-02 07:36:00+00	2026-10-05 07:36:00+00	\N	2026-10-05 19:42:00+00	\N	f	\N	\N	\N	\N	\N
1	3	54	reference_accuracy	1	\N	\N	2		reference	2	1	2026-10-06 11:23:00+00	2026-10-06 11:23:00+00	\N	\N	2026-10-06 11:23:00+00	2026-10-07 11:23:00+00	\N	2026-10-06 17:11:00+00	\N	f	\N	\N	\N	\N	\N
1	3	55	reference_accuracy	1	\N	\N	4		reference	4	1	2026-10-01 07:41:00+00	2026-10-01 07:41:00+00	\N	\N	2026-10-01 07:41:00+00	2026-10-02 07:41:00+00	\N	2026-10-01 17:04:00+00	\N	f	\N	\N	\N	\N	\N
1	1	57	reference_gift	5	\N	\N	9		reference	9	10	2026-10-29 15:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-10-29 15:00:00+00	2026-11-05 16:00:00+00	2026-11-28 16:00:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	1	58	reference_gift	5	\N	\N	10		reference	10	10	2026-10-29 15:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-10-29 15:00:00+00	2026-11-05 16:00:00+00	2026-11-28 16:00:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	3	59	reference_gift	1	\N	\N	1		reference	1	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-13 09:36:00+00	2026-10-20 09:36:00+00	2026-11-12 10:36:00+00	2026-10-15 18:13:00+00	\N	f	\N	\N	\N	\N	\N
1	3	60	reference_gift	1	\N	\N	2		reference	2	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-13 09:36:00+00	2026-10-20 09:36:00+00	2026-11-12 10:36:00+00	2026-10-18 18:07:00+00	\N	f	\N	\N	\N	\N	\N
1	3	61	reference_gift	1	\N	\N	4		reference	4	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-13 09:36:00+00	2026-10-20 09:36:00+00	2026-11-12 10:36:00+00	2026-10-14 10:24:00+00	\N	f	\N	\N	\N	\N	\N
1	1	62	reference_guidance	\N	\N	\N	6		reference	6	10	2026-10-07 16:57:00+00	2026-10-07 16:57:00+00	\N	\N	2026-10-07 16:57:00+00	2026-10-13 16:57:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	63	reference_guidance	\N	\N	\N	7		reference	7	10	2026-10-08 07:16:00+00	2026-10-08 07:16:00+00	\N	\N	2026-10-08 07:16:00+00	2026-10-14 07:16:00+00	\N	2026-10-10 06:52:00+00	\N	f	\N	\N	\N	\N	\N
1	1	64	reference_guidance	\N	\N	\N	8		reference	8	10	2026-10-13 14:00:00+00	2026-10-13 14:00:00+00	\N	\N	2026-10-13 14:00:00+00	2026-10-16 14:00:00+00	\N	2026-10-18 10:52:00+00	\N	f	\N	\N	\N	\N	\N
1	1	65	reference_guidance	\N	\N	\N	9		reference	9	10	2026-10-13 14:00:00+00	2026-10-13 14:00:00+00	\N	\N	2026-10-13 14:00:00+00	2026-10-16 14:00:00+00	\N	2026-10-15 15:42:00+00	\N	f	\N	\N	\N	\N	\N
1	1	66	reference_guidance	\N	\N	\N	10		reference	10	10	2026-10-13 14:00:00+00	2026-10-13 14:00:00+00	\N	\N	2026-10-13 14:00:00+00	2026-10-16 14:00:00+00	\N	2026-10-16 13:11:00+00	\N	f	\N	\N	\N	\N	\N
1	2	67	reference_guidance	\N	\N	\N	11		reference	11	4	2026-10-14 17:58:00+00	2026-10-14 17:58:00+00	\N	\N	2026-10-14 17:58:00+00	2026-10-19 17:58:00+00	\N	2026-10-19 08:27:00+00	\N	f	\N	\N	\N	\N	\N
1	2	68	reference_guidance	\N	\N	\N	12		reference	12	4	2026-10-15 09:14:00+00	2026-10-15 09:14:00+00	\N	\N	2026-10-15 09:14:00+00	2026-10-20 09:14:00+00	\N	2026-10-16 11:30:00+00	\N	f	\N	\N	\N	\N	\N
1	2	69	reference_guidance	\N	\N	\N	13		reference	13	4	2026-10-18 15:06:00+00	2026-10-18 15:06:00+00	\N	\N	2026-10-18 15:06:00+00	2026-10-21 15:06:00+00	\N	2026-10-20 14:17:00+00	\N	f	\N	\N	\N	\N	\N
1	3	70	reference_guidance	\N	\N	\N	1		reference	1	1	2026-09-21 15:13:00+00	2026-09-21 15:13:00+00	\N	\N	2026-09-21 15:13:00+00	2026-09-24 15:13:00+00	\N	2026-09-24 10:17:00+00	\N	f	\N	\N	\N	\N	\N
1	3	71	reference_guidance	\N	\N	\N	2		reference	2	1	2026-09-21 15:13:00+00	2026-09-21 15:13:00+00	\N	\N	2026-09-21 15:13:00+00	2026-09-24 15:13:00+00	\N	2026-09-23 16:54:00+00	\N	f	\N	\N	\N	\N	\N
1	3	72	reference_guidance	\N	\N	\N	3		reference	3	1	2026-09-21 15:13:00+00	2026-09-21 15:13:00+00	\N	\N	2026-09-21 15:13:00+00	2026-09-24 15:13:00+00	\N	2026-09-23 18:16:00+00	\N	f	\N	\N	\N	\N	\N
1	3	73	reference_guidance	\N	\N	\N	4		reference	4	1	2026-09-22 10:56:00+00	2026-09-22 10:56:00+00	\N	\N	2026-09-22 10:56:00+00	2026-09-25 10:56:00+00	\N	2026-09-24 08:16:00+00	\N	f	\N	\N	\N	\N	\N
1	4	74	reference_guidance	\N	\N	\N	5		reference	5	7	2026-09-25 17:28:00+00	2026-09-25 17:28:00+00	\N	\N	2026-09-25 17:28:00+00	2026-09-30 17:28:00+00	\N	2026-09-28 15:34:00+00	\N	f	\N	\N	\N	\N	\N
1	1	75	reference_heads_up	5	\N	\N	6		reference	6	10	2026-10-16 15:00:00+00	2026-10-14 17:01:00+00	2026-10-29 18:54:00+00	the job order is no longer open	2026-10-14 17:01:00+00	2026-10-15 15:00:00+00	2026-10-20 16:00:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	1	76	reference_heads_up	5	\N	\N	7		reference	7	10	2026-10-16 15:00:00+00	2026-10-14 17:01:00+00	2026-10-29 18:54:00+00	the job order is no longer open	2026-10-14 17:01:00+00	2026-10-15 15:00:00+00	2026-10-20 16:00:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	1	77	reference_heads_up	5	\N	\N	8		reference	8	10	2026-10-16 15:00:00+00	2026-10-14 17:01:00+00	2026-10-29 18:54:00+00	the job order is no longer open	2026-10-14 17:01:00+00	2026-10-15 15:00:00+00	2026-10-20 16:00:00+00	2026-10-14 20:18:00+00	\N	f	\N	\N	\N	\N	\N
1	1	78	reference_heads_up	5	\N	\N	9		reference	9	10	2026-10-16 15:00:00+00	2026-10-14 17:01:00+00	2026-10-29 18:54:00+00	the job order is no longer open	2026-10-14 17:01:00+00	2026-10-15 15:00:00+00	2026-10-20 16:00:00+00	2026-10-14 20:18:00+00	\N	f	\N	\N	\N	\N	\N
1	1	79	reference_heads_up	5	\N	\N	10		reference	10	10	2026-10-16 15:00:00+00	2026-10-14 17:01:00+00	2026-10-29 18:54:00+00	the job order is no longer open	2026-10-14 17:01:00+00	2026-10-15 15:00:00+00	2026-10-20 16:00:00+00	2026-10-14 20:18:00+00	\N	f	\N	\N	\N	\N	\N
1	3	80	reference_heads_up	1	\N	\N	1		reference	1	1	2026-09-29 12:00:00+00	2026-09-23 12:34:00+00	2026-10-13 15:31:00+00	the job order is no longer open	2026-09-23 12:34:00+00	2026-09-28 12:00:00+00	2026-10-01 13:00:00+00	2026-09-26 10:39:00+00	\N	f	\N	\N	\N	\N	\N
1	3	81	reference_heads_up	1	\N	\N	2		reference	2	1	2026-09-29 12:00:00+00	2026-09-23 12:34:00+00	2026-10-13 15:31:00+00	the job order is no longer open	2026-09-23 12:34:00+00	2026-09-28 12:00:00+00	2026-10-01 13:00:00+00	2026-09-27 07:53:00+00	\N	f	\N	\N	\N	\N	\N
1	3	82	reference_heads_up	1	\N	\N	3		reference	3	1	2026-09-29 12:00:00+00	2026-09-23 12:34:00+00	2026-10-13 15:31:00+00	the job order is no longer open	2026-09-23 12:34:00+00	2026-09-28 12:00:00+00	2026-10-01 13:00:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	3	83	reference_heads_up	1	\N	\N	4		reference	4	1	2026-09-29 12:00:00+00	2026-09-23 12:34:00+00	2026-10-13 15:31:00+00	the job order is no longer open	2026-09-23 12:34:00+00	2026-09-28 12:00:00+00	2026-10-01 13:00:00+00	2026-09-27 17:54:00+00	\N	f	\N	\N	\N	\N	\N
1	3	84	reference_heads_up	2	\N	\N	1		reference	1	1	2026-10-08 13:30:00+00	2026-09-29 17:00:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-09-29 17:00:00+00	2026-10-07 13:30:00+00	2026-10-13 14:15:00+00	2026-10-06 14:16:00+00	\N	f	\N	\N	\N	\N	\N
1	3	85	reference_heads_up	2	\N	\N	2		reference	2	1	2026-10-08 13:30:00+00	2026-09-29 17:00:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-09-29 17:00:00+00	2026-10-07 13:30:00+00	2026-10-13 14:15:00+00	2026-09-30 15:37:00+00	\N	f	\N	\N	\N	\N	\N
1	3	86	reference_heads_up	2	\N	\N	3		reference	3	1	2026-10-08 13:30:00+00	2026-09-29 17:00:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-09-29 17:00:00+00	2026-10-07 13:30:00+00	2026-10-13 14:15:00+00	2026-10-05 19:27:00+00	\N	f	\N	\N	\N	\N	\N
1	3	87	reference_heads_up	2	\N	\N	4		reference	4	1	2026-10-08 13:30:00+00	2026-09-29 17:00:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-09-29 17:00:00+00	2026-10-07 13:30:00+00	2026-10-13 14:15:00+00	2026-10-02 14:34:00+00	\N	f	\N	\N	\N	\N	\N
1	4	88	reference_heads_up	3	\N	\N	5		reference	5	7	2026-10-02 16:00:00+00	2026-09-28 19:59:00+00	\N	\N	2026-09-28 19:59:00+00	2026-10-01 16:00:00+00	2026-10-06 17:00:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	4	89	reference_heads_up	4	\N	\N	5		reference	5	7	2026-10-23 21:00:00+00	2026-10-16 14:29:00+00	2026-11-11 14:32:00+00	the job order is no longer open	2026-10-16 14:29:00+00	2026-10-22 21:00:00+00	2026-10-27 22:30:00+00	2026-10-22 14:46:00+00	\N	f	\N	\N	\N	\N	\N
1	1	90	reference_keep_in_touch	\N	\N	\N	6		reference	6	10	2026-10-07 16:57:00+00	2026-10-07 16:57:00+00	\N	\N	2027-01-28 17:57:00+00	2027-02-04 17:57:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	91	reference_keep_in_touch	\N	\N	\N	7		reference	7	10	2026-10-10 06:52:00+00	2026-10-10 06:52:00+00	\N	\N	2027-02-01 07:52:00+00	2027-02-08 07:52:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	92	reference_keep_in_touch	\N	\N	\N	8		reference	8	10	2026-11-10 16:32:00+00	2026-11-10 16:32:00+00	\N	\N	2027-03-03 16:32:00+00	2027-03-10 16:32:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	93	reference_keep_in_touch	\N	\N	\N	9		reference	9	10	2026-10-21 19:42:00+00	2026-10-29 15:00:00+00	\N	\N	2027-02-11 20:42:00+00	2027-02-18 20:42:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	94	reference_keep_in_touch	\N	\N	\N	10		reference	10	10	2026-10-16 13:11:00+00	2026-10-29 15:00:00+00	\N	\N	2027-02-08 14:11:00+00	2027-02-15 14:11:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	2	95	reference_keep_in_touch	\N	\N	\N	11		reference	11	4	2026-10-19 08:27:00+00	2026-10-19 08:27:00+00	\N	\N	2027-02-09 09:27:00+00	2027-02-16 09:27:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	2	96	reference_keep_in_touch	\N	\N	\N	12		reference	12	4	2026-10-16 11:30:00+00	2026-10-16 11:30:00+00	\N	\N	2027-02-08 12:30:00+00	2027-02-15 12:30:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	2	97	reference_keep_in_touch	\N	\N	\N	13		reference	13	4	2026-10-20 14:17:00+00	2026-10-20 14:17:00+00	\N	\N	2027-02-10 15:17:00+00	2027-02-17 15:17:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	98	reference_keep_in_touch	\N	\N	\N	1		reference	1	1	2026-10-15 18:13:00+00	2026-10-15 18:13:00+00	\N	\N	2027-02-05 19:13:00+00	2027-02-12 19:13:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	99	reference_keep_in_touch	\N	\N	\N	2		reference	2	1	2026-10-28 15:58:00+00	2026-10-28 15:58:00+00	\N	\N	2027-02-18 16:58:00+00	2027-02-25 16:58:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	100	reference_keep_in_touch	\N	\N	\N	3		reference	3	1	2026-10-14 16:59:00+00	2026-10-14 16:59:00+00	\N	\N	2027-02-04 17:59:00+00	2027-02-11 17:59:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	101	reference_keep_in_touch	\N	\N	\N	4		reference	4	1	2026-10-20 19:42:00+00	2026-10-20 19:42:00+00	\N	\N	2027-02-10 20:42:00+00	2027-02-17 20:42:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	4	102	reference_keep_in_touch	\N	\N	\N	5		reference	5	7	2026-11-13 01:05:00+00	2026-11-13 01:05:00+00	\N	\N	2027-03-06 01:05:00+00	2027-03-13 01:05:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	103	reference_list	\N	\N	\N	\N	2026-10-07	candidate	1	10	2026-10-07 13:00:00+00	2026-10-07 13:00:00+00	2026-10-30 15:10:00+00	the candidate is no longer active	2026-10-07 13:00:00+00	2026-10-15 13:00:00+00	\N	2026-10-13 14:00:00+00	wanted: 3 active references who consent	f	\N	\N	\N	\N	\N
1	2	104	reference_list	\N	\N	\N	\N	2026-10-14	candidate	2	4	2026-10-14 13:00:00+00	2026-10-14 13:00:00+00	\N	\N	2026-10-14 13:00:00+00	2026-10-21 13:00:00+00	\N	2026-10-18 15:06:00+00	wanted: 3 active references who consent	f	\N	\N	\N	\N	\N
1	3	105	reference_list	\N	\N	\N	\N	2026-09-21	candidate	3	1	2026-09-21 13:00:00+00	2026-09-21 13:00:00+00	2026-10-13 18:27:00+00	the candidate is no longer active	2026-09-21 13:00:00+00	2026-09-28 13:00:00+00	\N	2026-09-21 15:13:00+00	wanted: 3 active references who consent	f	\N	\N	\N	\N	\N
1	4	106	reference_list	\N	\N	\N	\N	2026-09-21	candidate	4	7	2026-09-21 13:00:00+00	2026-09-21 13:00:00+00	\N	\N	2026-09-21 13:00:00+00	2026-09-28 13:00:00+00	\N	\N	wanted: 3 active references who consent	f	\N	\N	\N	\N	\N
1	1	107	reference_network	5	\N	\N	8		reference	8	10	2026-10-30 07:30:00+00	2026-10-30 07:30:00+00	\N	\N	2026-10-30 07:30:00+00	2026-11-13 08:30:00+00	2026-12-29 08:30:00+00	2026-11-10 16:32:00+00	\N	f	\N	\N	\N	\N	\N
1	3	109	reference_network	1	\N	\N	2		reference	2	1	2026-10-14 07:43:00+00	2026-10-14 07:43:00+00	\N	\N	2026-10-14 07:43:00+00	2026-10-28 07:43:00+00	2026-12-13 08:43:00+00	2026-10-28 15:58:00+00	\N	f	\N	\N	\N	\N	\N
1	3	110	reference_network	1	\N	\N	4		reference	4	1	2026-10-13 16:43:00+00	2026-10-13 16:43:00+00	\N	\N	2026-10-13 16:43:00+00	2026-10-27 16:43:00+00	2026-12-12 17:43:00+00	2026-10-20 19:42:00+00	\N	f	\N	\N	\N	\N	\N
1	1	111	reference_outcome	5	\N	\N	8		reference	8	10	2026-10-29 15:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-10-29 15:00:00+00	2026-10-30 15:00:00+00	\N	2026-10-30 07:30:00+00	accepted; starts on 2026-11-09	f	\N	\N	\N	\N	\N
1	1	112	reference_outcome	5	\N	\N	9		reference	9	10	2026-10-29 15:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-10-29 15:00:00+00	2026-10-30 15:00:00+00	\N	\N	accepted; starts on 2026-11-09	f	\N	\N	\N	\N	\N
1	1	113	reference_outcome	5	\N	\N	10		reference	10	10	2026-10-29 15:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-10-29 15:00:00+00	2026-10-30 15:00:00+00	\N	\N	accepted; starts on 2026-11-09	f	\N	\N	\N	\N	\N
1	3	114	reference_outcome	1	\N	\N	1		reference	1	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-13 09:36:00+00	2026-10-14 09:36:00+00	\N	2026-10-13 17:03:00+00	accepted; starts on 2026-10-19; to be announced on 2026-10-19	f	\N	\N	\N	\N	\N
1	3	115	reference_outcome	1	\N	\N	2		reference	2	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-13 09:36:00+00	2026-10-14 09:36:00+00	\N	2026-10-14 07:43:00+00	accepted; starts on 2026-10-19; to be announced on 2026-10-19	f	\N	\N	\N	\N	\N
1	3	116	reference_outcome	1	\N	\N	4		reference	4	1	2026-10-13 09:36:00+00	2026-10-13 09:36:00+00	\N	\N	2026-10-13 09:36:00+00	2026-10-14 09:36:00+00	\N	2026-10-13 16:43:00+00	accepted; starts on 2026-10-19; to be announced on 2026-10-19	f	\N	\N	\N	\N	\N
1	3	117	reference_outcome	2	\N	\N	1		reference	1	1	2026-10-13 18:27:00+00	2026-10-13 18:27:00+00	\N	\N	2026-10-13 18:27:00+00	2026-10-14 18:27:00+00	\N	2026-10-14 12:20:00+00	withdrawn	f	\N	\N	\N	\N	\N
1	3	118	reference_outcome	2	\N	\N	2		reference	2	1	2026-10-13 18:27:00+00	2026-10-13 18:27:00+00	\N	\N	2026-10-13 18:27:00+00	2026-10-14 18:27:00+00	\N	2026-10-14 17:20:00+00	withdrawn	f	\N	\N	\N	\N	\N
1	3	119	reference_outcome	2	\N	\N	3		reference	3	1	2026-10-13 18:27:00+00	2026-10-13 18:27:00+00	\N	\N	2026-10-13 18:27:00+00	2026-10-14 18:27:00+00	\N	2026-10-14 16:59:00+00	withdrawn	f	\N	\N	\N	\N	\N
1	3	120	reference_outcome	2	\N	\N	4		reference	4	1	2026-10-13 18:27:00+00	2026-10-13 18:27:00+00	\N	\N	2026-10-13 18:27:00+00	2026-10-14 18:27:00+00	\N	2026-10-13 18:44:00+00	withdrawn	f	\N	\N	\N	\N	\N
1	4	121	reference_outcome	4	\N	\N	5		reference	5	7	2026-11-12 18:07:00+00	2026-11-12 18:07:00+00	\N	\N	2026-11-12 18:07:00+00	2026-11-13 18:07:00+00	\N	2026-11-13 01:05:00+00	rejected	f	\N	\N	\N	\N	\N
1	1	122	reference_progress	5	\N	\N	8	1	reference	8	10	2026-10-19 17:53:00+00	2026-10-19 17:53:00+00	2026-10-29 15:00:00+00	the application was decided	2026-10-21 17:53:00+00	2026-10-22 17:53:00+00	\N	2026-10-20 22:40:00+00	update 1 of at most 4	f	\N	\N	\N	\N	\N
1	1	123	reference_progress	5	\N	\N	9	1	reference	9	10	2026-10-19 17:53:00+00	2026-10-19 17:53:00+00	2026-10-29 15:00:00+00	the application was decided	2026-10-21 17:53:00+00	2026-10-22 17:53:00+00	\N	2026-10-20 22:40:00+00	update 1 of at most 4	f	\N	\N	\N	\N	\N
1	1	124	reference_progress	5	\N	\N	10	1	reference	10	10	2026-10-19 17:53:00+00	2026-10-19 17:53:00+00	2026-10-29 15:00:00+00	the application was decided	2026-10-21 17:53:00+00	2026-10-22 17:53:00+00	\N	\N	update 1 of at most 4	f	\N	\N	\N	\N	\N
1	3	125	reference_progress	1	\N	\N	1	1	reference	1	1	2026-09-30 10:00:00+00	2026-09-30 10:00:00+00	2026-10-08 10:45:00+00	the reference check is over	2026-10-02 10:00:00+00	2026-10-05 10:00:00+00	\N	2026-10-02 07:36:00+00	update 1 of at most 4	f	\N	\N	\N	\N	\N
1	3	126	reference_progress	1	\N	\N	2	1	reference	2	1	2026-09-30 10:00:00+00	2026-09-30 10:00:00+00	2026-10-08 10:45:00+00	the reference check is over	2026-10-02 10:00:00+00	2026-10-05 10:00:00+00	\N	2026-10-02 13:09:00+00	update 1 of at most 4	f	\N	\N	\N	\N	\N
1	3	127	reference_progress	1	\N	\N	2	2	reference	2	1	2026-10-02 13:09:00+00	2026-10-02 13:09:00+00	2026-10-08 10:45:00+00	the reference check is over	2026-10-06 13:09:00+00	2026-10-07 13:09:00+00	\N	2026-10-06 11:23:00+00	update 2 of at most 4	f	\N	\N	\N	\N	\N
1	3	128	reference_progress	1	\N	\N	4	1	reference	4	1	2026-09-30 10:00:00+00	2026-09-30 10:00:00+00	2026-10-08 10:45:00+00	the reference check is over	2026-10-02 10:00:00+00	2026-10-05 10:00:00+00	\N	2026-10-01 07:41:00+00	update 1 of at most 4	f	\N	\N	\N	\N	\N
1	4	129	reference_progress	4	\N	\N	5	1	reference	5	7	2026-11-06 22:43:00+00	2026-11-06 22:43:00+00	2026-11-12 18:07:00+00	the application was decided	2026-11-10 22:43:00+00	2026-11-11 22:43:00+00	\N	\N	update 1 of at most 4	f	\N	\N	\N	\N	\N
1	1	130	reference_thanks	5	\N	\N	8		reference	8	10	2026-10-20 22:40:00+00	2026-10-20 22:40:00+00	\N	\N	2026-10-20 22:40:00+00	2026-10-22 22:40:00+00	\N	2026-10-23 09:06:00+00	\N	f	\N	\N	\N	\N	\N
1	1	131	reference_thanks	5	\N	\N	9		reference	9	10	2026-10-20 22:40:00+00	2026-10-20 22:40:00+00	\N	\N	2026-10-20 22:40:00+00	2026-10-22 22:40:00+00	\N	2026-10-21 19:42:00+00	\N	f	\N	\N	\N	\N	\N
1	3	132	reference_thanks	1	\N	\N	1		reference	1	1	2026-10-02 07:36:00+00	2026-10-02 07:36:00+00	\N	\N	2026-10-02 07:36:00+00	2026-10-06 07:36:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	133	reference_thanks	1	\N	\N	2		reference	2	1	2026-10-06 11:23:00+00	2026-10-06 11:23:00+00	\N	\N	2026-10-06 11:23:00+00	2026-10-08 11:23:00+00	\N	2026-10-08 10:31:00+00	no email on file	f	\N	\N	\N	\N	\N
1	3	134	reference_thanks	1	\N	\N	4		reference	4	1	2026-10-01 07:41:00+00	2026-10-01 07:41:00+00	\N	\N	2026-10-01 07:41:00+00	2026-10-05 07:41:00+00	\N	2026-10-03 15:55:00+00	\N	f	\N	\N	\N	\N	\N
1	1	135	social_profile_review	\N	\N	\N	\N	2026-10-07	candidate	1	10	2026-10-07 13:00:00+00	2026-10-07 13:00:00+00	2026-10-30 15:10:00+00	the candidate is no longer active	2026-10-07 13:00:00+00	2026-10-09 13:00:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	2	136	social_profile_review	\N	\N	\N	\N	2026-10-14	candidate	2	4	2026-10-14 13:00:00+00	2026-10-14 13:00:00+00	\N	\N	2026-10-14 13:00:00+00	2026-10-16 13:00:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	3	137	social_profile_review	\N	\N	\N	\N	2026-09-21	candidate	3	1	2026-09-21 13:00:00+00	2026-09-21 13:00:00+00	2026-10-13 18:27:00+00	the candidate is no longer active	2026-09-21 13:00:00+00	2026-09-23 13:00:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	4	138	social_profile_review	\N	\N	\N	\N	2026-09-21	candidate	4	7	2026-09-21 13:00:00+00	2026-09-21 13:00:00+00	\N	\N	2026-09-21 13:00:00+00	2026-09-23 13:00:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
1	1	139	thank_you_email	5	4	5	\N		contact	5	10	2026-10-16 16:00:00+00	2026-10-16 16:00:00+00	\N	\N	2026-10-16 16:00:00+00	2026-10-17 16:00:00+00	2026-10-17 16:00:00+00	2026-10-17 07:43:00+00	\N	f	\N	\N	\N	\N	\N
1	1	140	thank_you_email	5	4	6	\N		contact	6	10	2026-10-16 16:00:00+00	2026-10-16 16:00:00+00	\N	\N	2026-10-16 16:00:00+00	2026-10-17 16:00:00+00	2026-10-17 16:00:00+00	2026-10-17 07:46:00+00	\N	f	\N	\N	\N	\N	\N
1	3	141	thank_you_email	1	1	10	\N		contact	10	1	2026-09-29 13:00:00+00	2026-09-29 13:00:00+00	\N	\N	2026-09-29 13:00:00+00	2026-09-30 13:00:00+00	2026-09-30 13:00:00+00	2026-09-29 15:25:00+00	\N	f	\N	\N	\N	\N	\N
1	3	142	thank_you_email	1	1	11	\N		contact	11	1	2026-09-29 13:00:00+00	2026-09-29 13:00:00+00	\N	\N	2026-09-29 13:00:00+00	2026-09-30 13:00:00+00	2026-09-30 13:00:00+00	2026-09-29 15:28:00+00	\N	f	\N	\N	\N	\N	\N
1	3	143	thank_you_email	2	3	3	\N		contact	3	1	2026-10-08 14:15:00+00	2026-10-08 14:15:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-10-08 14:15:00+00	2026-10-09 14:15:00+00	2026-10-09 14:15:00+00	2026-10-08 16:17:00+00	\N	f	\N	\N	\N	\N	\N
1	3	144	thank_you_email	2	3	4	\N		contact	4	1	2026-10-08 14:15:00+00	2026-10-08 14:15:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-10-08 14:15:00+00	2026-10-09 14:15:00+00	2026-10-09 14:15:00+00	2026-10-08 16:20:00+00	\N	f	\N	\N	\N	\N	\N
1	4	145	thank_you_email	3	2	2	\N		contact	2	7	2026-10-02 17:00:00+00	2026-10-02 17:00:00+00	\N	\N	2026-10-02 17:00:00+00	2026-10-03 17:00:00+00	2026-10-03 17:00:00+00	2026-10-02 20:47:00+00	\N	f	\N	\N	\N	\N	\N
1	4	146	thank_you_email	3	6	1	\N		contact	1	7	2026-11-02 16:30:00+00	2026-11-02 16:30:00+00	\N	\N	2026-11-02 16:30:00+00	2026-11-03 16:30:00+00	2026-11-03 16:30:00+00	\N	no email on file	f	\N	\N	\N	\N	\N
1	4	147	thank_you_email	4	5	8	\N		contact	8	7	2026-10-23 22:30:00+00	2026-10-23 22:30:00+00	\N	\N	2026-10-23 22:30:00+00	2026-10-24 22:30:00+00	2026-10-24 22:30:00+00	2026-10-24 01:03:00+00	\N	f	\N	\N	\N	\N	\N
1	4	148	thank_you_email	4	5	9	\N		contact	9	7	2026-10-23 22:30:00+00	2026-10-23 22:30:00+00	\N	\N	2026-10-23 22:30:00+00	2026-10-24 22:30:00+00	2026-10-24 22:30:00+00	2026-10-24 01:00:00+00	\N	f	\N	\N	\N	\N	\N
1	4	149	thank_you_email	4	7	7	\N		contact	7	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	\N	\N	2026-11-05 23:15:00+00	2026-11-06 23:15:00+00	2026-11-06 23:15:00+00	2026-11-06 15:17:00+00	\N	f	\N	\N	\N	\N	\N
1	4	150	thank_you_email	4	7	8	\N		contact	8	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	\N	\N	2026-11-05 23:15:00+00	2026-11-06 23:15:00+00	2026-11-06 23:15:00+00	2026-11-06 15:14:00+00	\N	f	\N	\N	\N	\N	\N
1	4	151	thank_you_email	4	7	9	\N		contact	9	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	\N	\N	2026-11-05 23:15:00+00	2026-11-06 23:15:00+00	2026-11-06 23:15:00+00	2026-11-06 15:20:00+00	\N	f	\N	\N	\N	\N	\N
1	1	152	thank_you_proofread	5	4	\N	\N		candidate	1	10	2026-10-16 16:00:00+00	2026-10-16 16:00:00+00	\N	\N	2026-10-16 16:00:00+00	2026-10-17 12:00:00+00	2026-10-17 16:00:00+00	2026-10-17 07:10:00+00	\N	f	\N	\N	\N	\N	\N
1	3	153	thank_you_proofread	1	1	\N	\N		candidate	3	1	2026-09-29 13:00:00+00	2026-09-29 13:00:00+00	\N	\N	2026-09-29 13:00:00+00	2026-09-30 09:00:00+00	2026-09-30 13:00:00+00	2026-09-29 14:33:00+00	\N	f	\N	\N	\N	\N	\N
1	3	154	thank_you_proofread	2	3	\N	\N		candidate	3	1	2026-10-08 14:15:00+00	2026-10-08 14:15:00+00	2026-10-13 18:27:00+00	the application was withdrawn	2026-10-08 14:15:00+00	2026-10-09 10:15:00+00	2026-10-09 14:15:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	4	155	thank_you_proofread	3	2	\N	\N		candidate	4	7	2026-10-02 17:00:00+00	2026-10-02 17:00:00+00	\N	\N	2026-10-02 17:00:00+00	2026-10-03 13:00:00+00	2026-10-03 17:00:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	4	156	thank_you_proofread	3	6	\N	\N		candidate	4	7	2026-11-02 16:30:00+00	2026-11-02 16:30:00+00	\N	\N	2026-11-02 16:30:00+00	2026-11-03 12:30:00+00	2026-11-03 16:30:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	4	157	thank_you_proofread	4	5	\N	\N		candidate	4	7	2026-10-23 22:30:00+00	2026-10-23 22:30:00+00	\N	\N	2026-10-23 22:30:00+00	2026-10-24 18:30:00+00	2026-10-24 22:30:00+00	2026-10-23 23:57:00+00	\N	f	\N	\N	\N	\N	\N
1	4	158	thank_you_proofread	4	7	\N	\N		candidate	4	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	\N	\N	2026-11-05 23:15:00+00	2026-11-06 19:15:00+00	2026-11-06 23:15:00+00	\N	\N	f	\N	\N	\N	\N	\N
1	1	56	reference_gift	5	\N	\N	8		reference	8	10	2026-10-29 15:00:00+00	2026-10-29 15:00:00+00	\N	\N	2026-10-29 15:00:00+00	2026-11-05 16:00:00+00	2026-11-28 16:00:00+00	\N	\N	f	\N	\N	2026-12-01 05:00:00+00	\N	\N
1	3	108	reference_network	1	\N	\N	1		reference	1	1	2026-10-13 17:03:00+00	2026-10-13 17:03:00+00	\N	\N	2026-10-13 17:03:00+00	2026-10-27 17:03:00+00	2026-12-12 18:03:00+00	\N	\N	f	2026-11-19 16:35:00+00	told on the phone	\N	\N	\N
1	1	15	client_check_in	5	4	\N	\N	i0100/1	contact	5	7	2026-10-16 16:00:00+00	2026-10-16 16:00:00+00	2026-10-19 17:53:00+00	the client spoke	2026-10-25 16:00:00+00	2026-10-26 16:00:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	1	16	client_check_in	5	\N	\N	\N	t01934/1	contact	5	7	2026-10-19 17:53:00+00	2026-10-19 17:53:00+00	2026-10-29 15:00:00+00	the application was decided	2026-10-26 17:53:00+00	2026-10-27 17:53:00+00	\N	2026-10-28 19:02:00+00	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	1	17	client_check_in	5	\N	\N	\N	t01934/2	contact	5	7	2026-10-28 19:02:00+00	2026-10-28 19:02:00+00	2026-10-29 15:00:00+00	the application was decided	2026-11-04 20:02:00+00	2026-11-05 20:02:00+00	\N	\N	check-in 2 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	3	18	client_check_in	1	1	\N	\N	i0004/1	contact	11	9	2026-09-29 13:00:00+00	2026-09-29 13:00:00+00	2026-09-30 10:00:00+00	the client spoke	2026-10-06 13:00:00+00	2026-10-07 13:00:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	3	19	client_check_in	1	\N	\N	\N	t00467/1	contact	11	9	2026-09-30 10:00:00+00	2026-09-30 10:00:00+00	2026-10-08 10:45:00+00	the client spoke	2026-10-07 10:00:00+00	2026-10-08 10:00:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	3	20	client_check_in	1	\N	\N	\N	t01099/1	contact	11	9	2026-10-08 10:45:00+00	2026-10-08 10:45:00+00	2026-10-13 09:36:00+00	the application was decided	2026-10-15 10:45:00+00	2026-10-16 10:45:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	3	21	client_check_in	2	3	\N	\N	i0024/1	contact	4	3	2026-10-08 14:15:00+00	2026-10-08 14:15:00+00	2026-10-13 18:27:00+00	the application was decided	2026-10-15 14:15:00+00	2026-10-16 14:15:00+00	\N	\N	check-in 1 of at most 1 (check_in_mode single, set for this client by policy); the last one in this silence	f	\N	\N	\N	\N	\N
1	3	22	client_check_in	2	\N	\N	\N	t00345/1	contact	4	3	2026-09-28 19:27:00+00	2026-09-28 19:27:00+00	2026-09-29 17:00:00+00	another interview was scheduled	2026-10-05 19:27:00+00	2026-10-06 19:27:00+00	\N	\N	check-in 1 of at most 1 (check_in_mode single, set for this client by policy); the last one in this silence	f	\N	\N	\N	\N	\N
1	4	23	client_check_in	3	2	\N	\N	i0021/1	contact	2	6	2026-10-02 17:00:00+00	2026-10-02 17:00:00+00	2026-10-22 16:14:00+00	the client spoke	2026-10-12 17:00:00+00	2026-10-13 17:00:00+00	\N	2026-10-09 13:31:00+00	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	24	client_check_in	3	2	\N	\N	i0021/2	contact	2	6	2026-10-09 13:31:00+00	2026-10-09 13:31:00+00	2026-10-22 16:14:00+00	the client spoke	2026-10-18 13:31:00+00	2026-10-19 13:31:00+00	\N	2026-10-16 13:36:00+00	check-in 2 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	25	client_check_in	3	2	\N	\N	i0021/3	contact	2	6	2026-10-16 13:36:00+00	2026-10-16 13:36:00+00	2026-10-22 16:14:00+00	the client spoke	2026-10-25 13:36:00+00	2026-10-26 13:36:00+00	\N	\N	check-in 3 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	26	client_check_in	3	6	\N	\N	i0157/1	contact	2	6	2026-11-02 16:30:00+00	2026-11-02 16:30:00+00	2026-11-04 17:57:00+00	the application was decided	2026-11-09 16:30:00+00	2026-11-10 16:30:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	27	client_check_in	3	\N	\N	\N	t00234/1	contact	2	6	2026-09-25 21:57:00+00	2026-09-25 21:57:00+00	2026-09-28 19:59:00+00	another interview was scheduled	2026-10-04 21:57:00+00	2026-10-05 21:57:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	28	client_check_in	3	\N	\N	\N	t02303/1	contact	2	6	2026-10-22 16:14:00+00	2026-10-22 16:14:00+00	2026-10-22 20:17:00+00	another interview was scheduled	2026-10-29 16:14:00+00	2026-10-30 16:14:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	29	client_check_in	4	5	\N	\N	i0109/1	contact	8	7	2026-10-23 22:30:00+00	2026-10-23 22:30:00+00	2026-11-02 20:16:00+00	another interview was scheduled	2026-11-01 23:30:00+00	2026-11-02 23:30:00+00	\N	2026-10-30 20:53:00+00	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	30	client_check_in	4	5	\N	\N	i0109/2	contact	8	7	2026-10-30 20:53:00+00	2026-10-30 20:53:00+00	2026-11-02 20:16:00+00	another interview was scheduled	2026-11-08 21:53:00+00	2026-11-09 21:53:00+00	\N	\N	check-in 2 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	31	client_check_in	4	7	\N	\N	i0207/1	contact	8	7	2026-11-05 23:15:00+00	2026-11-05 23:15:00+00	2026-11-11 14:32:00+00	the job order is no longer open	2026-11-12 23:15:00+00	2026-11-13 23:15:00+00	\N	\N	check-in 1 of at most 4 (check_in_cap 4, the agency's)	f	\N	\N	\N	\N	\N
1	4	5	candidate_check_in	\N	\N	\N	\N		candidate	4	7	2026-11-19 16:30:00+00	2026-11-19 16:30:00+00	\N	\N	2026-11-26 16:30:00+00	2026-11-27 16:30:00+00	\N	\N	\N	f	\N	\N	\N	\N	\N
\.

COPY public.follow_up_answer (agency_id, candidate_id, answer_id, follow_up_id, key, answered_at, answered_by, outcome, note, took_effect, touch_id, snoozed_before, undone_at, undone_by) FROM stdin;
1	1	1	56	\N	2026-11-19 16:30:00+00	root	snooze	\N	t	\N	\N	\N	\N
1	4	2	5	\N	2026-11-19 16:30:00+00	root	done	\N	t	102	\N	\N	\N
1	3	3	108	\N	2026-11-19 16:35:00+00	root	skip	told on the phone	t	\N	\N	\N	\N
\.

COPY public.holiday (agency_id, holiday_on, name) FROM stdin;
1	2026-09-07	Labor Day
1	2026-10-12	Indigenous Peoples' Day
1	2026-11-26	Thanksgiving Day
1	2026-12-25	Christmas Day
1	2027-01-01	New Year's Day
1	2027-01-18	Martin Luther King Jr. Day
\.

COPY public.import (agency_id, import_id, source, paths, as_of, started_at, finished_at, state) FROM stdin;
1	1	canonical	{/tmp/h-house/csv}	2026-11-19 14:30:00+00	2026-11-28 19:01:32.184335+00	2026-11-28 19:01:32.713654+00	done
1	2	canonical	{/tmp/h-house/csv2}	2026-11-19 16:30:00+00	2026-11-28 19:02:02.224075+00	2026-11-28 19:02:02.474963+00	partial
1	3	canonical	{/tmp/h-house/csv2/}	2026-11-19 21:00:00+00	2026-11-28 19:06:19.542142+00	2026-11-28 19:06:19.744092+00	partial
\.

COPY public.import_file (agency_id, import_id, file, target, rows_read, rows_skipped, rows_rejected, rows_added, rows_changed, rows_unchanged, rows_deleted) FROM stdin;
1	2	/tmp/h-house/csv2/applications.csv	applications	5	0	0	0	0	5	0
1	1	/tmp/h-house/csv/holidays.csv	holidays	6	0	0	6	0	0	0
1	1	/tmp/h-house/csv/recruiters.csv	recruiters	10	0	0	10	0	0	0
1	1	/tmp/h-house/csv/absences.csv	absences	5	0	0	5	0	0	0
1	1	/tmp/h-house/csv/clients.csv	clients	5	0	0	5	0	0	0
1	1	/tmp/h-house/csv/contacts.csv	contacts	11	0	0	11	0	0	0
1	1	/tmp/h-house/csv/policy.csv	policy	10	0	0	9	0	1	0
1	1	/tmp/h-house/csv/candidates.csv	candidates	4	0	0	4	0	0	0
1	1	/tmp/h-house/csv/job_orders.csv	job_orders	5	0	0	5	0	0	0
1	1	/tmp/h-house/csv/applications.csv	applications	5	0	0	5	0	0	0
1	1	/tmp/h-house/csv/stages.csv	stages	17	0	0	13	0	4	0
1	1	/tmp/h-house/csv/interviews.csv	interviews	7	0	0	7	0	0	0
1	1	/tmp/h-house/csv/attendees.csv	attendees	13	0	0	13	0	0	0
1	1	/tmp/h-house/csv/references.csv	references	13	0	0	13	0	0	0
1	1	/tmp/h-house/csv/touches.csv	touches	101	0	0	101	0	0	0
1	2	/tmp/h-house/csv2/holidays.csv	holidays	6	0	0	0	0	6	0
1	2	/tmp/h-house/csv2/recruiters.csv	recruiters	10	0	0	0	0	10	0
1	2	/tmp/h-house/csv2/absences.csv	absences	5	0	0	0	0	5	0
1	2	/tmp/h-house/csv2/clients.csv	clients	5	0	0	0	0	5	0
1	2	/tmp/h-house/csv2/contacts.csv	contacts	11	0	0	0	0	11	0
1	2	/tmp/h-house/csv2/policy.csv	policy	10	0	0	0	0	10	0
1	2	/tmp/h-house/csv2/candidates.csv	candidates	4	0	0	0	0	4	0
1	2	/tmp/h-house/csv2/job_orders.csv	job_orders	5	0	0	0	0	5	0
1	2	/tmp/h-house/csv2/stages.csv	stages	17	0	0	0	0	17	0
1	2	/tmp/h-house/csv2/interviews.csv	interviews	7	0	0	0	0	7	0
1	2	/tmp/h-house/csv2/attendees.csv	attendees	13	0	0	0	0	13	0
1	2	/tmp/h-house/csv2/references.csv	references	13	0	0	0	0	13	0
1	2	/tmp/h-house/csv2/touches.csv	touches	103	0	1	1	0	101	0
1	3	/tmp/h-house/csv2/recruiters.csv	recruiters	10	0	0	0	0	10	0
1	3	/tmp/h-house/csv2/absences.csv	absences	5	0	0	0	0	5	0
1	3	/tmp/h-house/csv2/clients.csv	clients	5	0	0	0	0	5	0
1	3	/tmp/h-house/csv2/contacts.csv	contacts	11	0	0	0	0	11	0
1	3	/tmp/h-house/csv2/policy.csv	policy	10	0	0	0	0	10	0
1	3	/tmp/h-house/csv2/candidates.csv	candidates	4	0	0	0	0	4	0
1	3	/tmp/h-house/csv2/job_orders.csv	job_orders	5	0	0	0	0	5	0
1	3	/tmp/h-house/csv2/applications.csv	applications	5	0	0	0	0	5	0
1	3	/tmp/h-house/csv2/stages.csv	stages	17	0	0	0	0	17	0
1	3	/tmp/h-house/csv2/interviews.csv	interviews	7	0	0	0	0	7	0
1	3	/tmp/h-house/csv2/attendees.csv	attendees	13	0	0	0	0	13	0
1	3	/tmp/h-house/csv2/references.csv	references	13	0	0	0	0	13	0
1	3	/tmp/h-house/csv2/touches.csv	touches	103	0	1	0	1	101	0
1	3	/tmp/h-house/csv2/holidays.csv	holidays	6	0	0	0	0	6	0
\.

COPY public.import_out (agency_id, import_id, target, key, id, named) FROM stdin;
\.

COPY public.import_reject (agency_id, import_id, reject_id, file, line, column_name, value, reason, record, target) FROM stdin;
1	2	1	/tmp/h-house/csv2/touches.csv	104	happened_at	yesterday	is no time: write it as 2026-11-19T15:00-05:00, or without the offset in local time	{"id": "t90002", "note": "", "actor": "r01", "party": "c020", "channel": "call", "outcome": "", "purpose": "check_in", "candidate": "c020", "interview": "", "actor_kind": "recruiter", "party_kind": "candidate", "application": "", "happened_at": "yesterday"}	touches
1	3	2	/tmp/h-house/csv2/touches.csv	104	happened_at	yesterday	is no time: write it as 2026-11-19T15:00-05:00, or without the offset in local time	{"id": "t90002", "note": "", "actor": "r01", "party": "c020", "channel": "call", "outcome": "", "purpose": "check_in", "candidate": "c020", "interview": "", "actor_kind": "recruiter", "party_kind": "candidate", "application": "", "happened_at": "yesterday"}	touches
\.

COPY public.import_row (agency_id, import_id, target, file, line, record, "position", key, deleted, repeated, skip, fault_column, fault_value, fault_reason) FROM stdin;
\.

COPY public.import_skip (agency_id, import_id, skip_id, file, line, target, reason) FROM stdin;
\.

COPY public.interview (agency_id, candidate_id, interview_id, source, external_id, application_id, scheduled_at, starts_at, ends_at, time_zone, status, kind, location) FROM stdin;
1	3	1	canonical	i0004	1	2026-09-23 12:34:00+00	2026-09-29 12:00:00+00	2026-09-29 13:00:00+00	Europe/London	held	phone	\N
1	4	2	canonical	i0021	3	2026-09-28 19:59:00+00	2026-10-02 16:00:00+00	2026-10-02 17:00:00+00	\N	held	phone	\N
1	3	3	canonical	i0024	2	2026-09-29 17:00:00+00	2026-10-08 13:30:00+00	2026-10-08 14:15:00+00	America/New_York	scheduled	video	\N
1	1	4	canonical	i0100	5	2026-10-14 17:01:00+00	2026-10-16 15:00:00+00	2026-10-16 16:00:00+00	\N	held	onsite	head office
1	4	5	canonical	i0109	4	2026-10-16 14:29:00+00	2026-10-23 21:00:00+00	2026-10-23 22:30:00+00	\N	scheduled	onsite	\N
1	4	6	canonical	i0157	3	2026-10-22 20:17:00+00	2026-11-02 15:00:00+00	2026-11-02 16:30:00+00	America/Chicago	held	video	\N
1	4	7	canonical	i0207	4	2026-11-02 20:16:00+00	2026-11-05 22:30:00+00	2026-11-05 23:15:00+00	\N	held	\N	\N
\.

COPY public.job_order (agency_id, job_order_id, source, external_id, client_id, title, recruiter_id, hiring_contact_id, status, status_since) FROM stdin;
1	1	canonical	jo007	3	Buyer	7	5	filled	2026-10-29 18:54:00+00
1	2	canonical	jo048	4	Site Reliability Engineer	7	8	filled	2026-11-11 14:32:00+00
1	3	canonical	jo052	5	Payroll Accountant	9	11	filled	2026-10-13 15:31:00+00
1	4	canonical	jo055	1	Buyer	6	2	open	\N
1	5	canonical	jo084	2	Account Executive	3	4	filled	2026-11-05 18:29:00+00
\.

COPY public.job_run (agency_id, run_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at, finished_at, error) FROM stdin;
1	1	nightly	2026-11-19	2026-11-19 14:30:00+00	1	done	eb3faa4b-9758-4d42-8d0c-6e5277c0fa92/31409/4402010/pid:[4026531836]	2026-11-28 19:03:46.55117+00	2026-11-28 19:01:45.864648+00	2026-11-28 19:01:46.551457+00	\N
\.

COPY public.job_step (agency_id, run_id, "position", step, epoch, state, started_at, finished_at, summary, error) FROM stdin;
1	1	1	plan	1	done	2026-11-28 19:01:45.868449+00	2026-11-28 19:01:45.890148+00	{"added": 0, "changed": 0, "withdrawn": 0, "candidates": 0}	\N
1	1	2	worklists	1	done	2026-11-28 19:01:45.891152+00	2026-11-28 19:01:46.346854+00	{"rows": 15, "lists": 10}	\N
1	1	3	nudge	1	done	2026-11-28 19:01:46.347806+00	2026-11-28 19:01:46.399027+00	{"sent": 2, "failed": 0, "queued": 2, "waiting": 0, "held_cap": 0, "uncertain": 0, "unsettled": 0, "withdrawn": 0, "held_quiet": 0, "held_nobody": 0, "held_elsewhere": 0, "held_unplanned": 0}	\N
1	1	4	report follow_ups	1	done	2026-11-28 19:01:46.399631+00	2026-11-28 19:01:46.404447+00	{"rows": 67}	\N
1	1	5	report overdue	1	done	2026-11-28 19:01:46.408739+00	2026-11-28 19:01:46.416041+00	{"rows": 14}	\N
1	1	6	report breaches	1	done	2026-11-28 19:01:46.417122+00	2026-11-28 19:01:46.544138+00	{"rows": 3}	\N
1	1	7	checks	1	done	2026-11-28 19:01:46.545165+00	2026-11-28 19:01:46.550876+00	{"checks": 5}	\N
\.

COPY public.message (agency_id, message_id, key, kind, recipient_kind, recipient_id, recipient_name, recipient_address, subject, body_text, body_html, local_date, created_at, state, attempts, next_attempt_at, lease_until, claim, sent_at, error, claimed_by, reply_to) FROM stdin;
1	1	nudge-1-e8a8f4e1a6d8fb10a6631bce53b6c482-20261119-5c743d6facf6b95039fdd99f9b90f013	nudge	recruiter	1	Rosalind Achterberg	rosalind.achterberg@halyard.example	Ask Øyvind Lindqvist how the start as Payroll Accountant at Hallmere Hotels goes (overdue by 24 h)	Hello Rosalind Achterberg,\n\nall times are in America/New_York.\n\non your list, overdue or about to be:\n\n* Ask Øyvind Lindqvist how the start as Payroll Accountant at Hallmere Hotels goes\n  by Wed 18 Nov, 09:00, overdue by 24 h\n  Øyvind Lindqvist, Payroll Accountant at Hallmere Hotels\n  Øyvind Lindqvist, 020 7946 0118, oyvind.lindqvist@example.com\n  started on 2026-10-19\n  no. 49\n\nWhen it is done: followup done NUMBER. Not needed: followup skip NUMBER --reason "…". Later: followup snooze NUMBER\n--until DATE. Why it is asked: followup explain NUMBER.\n\nHalyard\n	\N	2026-11-19	2026-11-19 14:30:00+00	sent	1	-infinity	\N	\N	2026-11-28 19:01:46.394473+00	\N	\N	\N
1	2	nudge-1-bc0295d92e8328fee90148d17dfce466-20261119-2eba8dea66d2898f3fdde61da0aeecd6	nudge	recruiter	10	Aoife Ní Bhroin	aoife.bhroin@halyard.example	Ask Søren Hølland how the start as Buyer at Quillon Analytics goes (overdue by 3 days)	Hello Aoife Ní Bhroin,\n\nall times are in Europe/London.\n\non your list, overdue or about to be:\n\n* Ask Søren Hølland how the start as Buyer at Quillon Analytics goes\n  by Mon 16 Nov, 14:00, overdue by 3 days\n  Søren Hølland, Buyer at Quillon Analytics\n  Søren Hølland, +44 20 7946 0113, soren.holland@example.com\n  started on 2026-11-09\n  no. 45\n\nWhen it is done: followup done NUMBER. Not needed: followup skip NUMBER --reason "…". Later: followup snooze NUMBER\n--until DATE. Why it is asked: followup explain NUMBER.\n\nHalyard\n	\N	2026-11-19	2026-11-19 14:30:00+00	sent	1	-infinity	\N	\N	2026-11-28 19:01:46.39668+00	\N	\N	\N
\.

COPY public.nudge (agency_id, candidate_id, follow_up_id, rung, due_at, recipient_kind, recipient_id, message_id, created_at) FROM stdin;
1	1	45	due + 0 h: recruiter	2026-11-16 14:00:00+00	recruiter	10	2	2026-11-19 14:30:00+00
1	3	49	due + 0 h: recruiter	2026-11-18 14:00:00+00	recruiter	1	1	2026-11-19 14:30:00+00
\.

COPY public.policy (agency_id, key, client_id, value) FROM stdin;
1	working_days	\N	mon,tue,wed,thu,fri
1	assume_held	\N	true
1	references_wanted	\N	3
1	check_in_mode	2	single
1	check_in_mode	\N	weekly
1	check_in_cap	\N	4
1	reference_asks_per_year	\N	6
1	quiet_from	\N	18:00
1	quiet_until	\N	08:00
1	check_in_days	\N	8
\.

COPY public.policy_key (key, default_value, kind, minimum, choices, per_client, summary, maximum) FROM stdin;
time_zone	\N	zone	\N	\N	f	The zone in which the agency counts days; it must be set.	\N
working_days	mon,tue,wed,thu,fri	weekdays	\N	\N	f	The working week.	\N
assume_held	true	boolean	\N	\N	f	An interview still called scheduled counts as held from its end on.	\N
references_wanted	3	integer	0	\N	f	Active consenting references a candidate should have.	100
check_in_mode	weekly	choice	\N	{single,weekly}	t	One check-in in a silence, or one every check_in_days up to the cap.	\N
check_in_cap	4	integer	0	\N	t	Check-ins in one silence, in weekly mode.	100
check_in_days	7	integer	1	\N	t	Days of silence before a check-in.	1826
candidate_check_in_days	7	integer	1	\N	f	Days between words with an active candidate.	1826
keep_in_touch_days	120	integer	1	\N	f	Days between words with a reference.	1826
reference_asks_per_year	6	integer	0	\N	f	Asks of one person in 365 days.	1000
nudge_candidates	true	boolean	\N	\N	f	Candidates are nudged themselves; else their rungs go to the recruiter.	\N
nudge_references	false	boolean	\N	\N	f	References are never actors, so never nudged.	\N
quiet_from	18:00	clock	\N	\N	f	No nudge goes out from this local time of the recipient on.	\N
quiet_until	08:00	clock	\N	\N	f	No nudge goes out before this local time of the recipient.	\N
nudges_per_recipient_per_day	1	integer	0	\N	f	Messages one recipient may get on one local date.	100
daily_minutes	240	integer	1	\N	f	Minutes a recruiter has a day for follow-ups.	1440
in_force_from	none	date	\N	\N	f	What was due before this date is history: on no list and never nudged.	\N
nudge_max_age_days	10	integer	0	\N	f	A ladder whose first rung is older than this is not begun.	3653
nobodys_addresses	none	addresses	\N	\N	f	Addresses and @domains that identify nobody and are not written to.	\N
deliver_lists	true	boolean	\N	\N	f	Lists are mailed to their recruiters.	\N
reminded_bd	1	integer	0	\N	f	Business days for which a row is off the list after the candidate was reminded.	260
\.

COPY public.practice_in_force (agency_id, time_zone, working_days, holidays, assume_held, references_wanted, check_in_mode, check_in_cap, check_in_days, candidate_check_in_days, keep_in_touch_days, reference_asks_per_year, nudge_candidates, nudge_references, quiet_from, quiet_until, nudges_per_recipient_per_day, daily_minutes, in_force_from, nudge_max_age_days, nobodys_addresses, deliver_lists, reminded_bd) FROM stdin;
1	America/New_York	{1,2,3,4,5}	{2026-09-07,2026-10-12,2026-11-26,2026-12-25,2027-01-01,2027-01-18}	t	3	weekly	4	8	7	120	6	t	f	18:00:00	08:00:00	1	240	\N	10	{}	t	1
\.

COPY public.recruiter (agency_id, recruiter_id, source, external_id, name, email, time_zone, manager_id, active, daily_minutes) FROM stdin;
1	1	canonical	r01	Rosalind Achterberg	rosalind.achterberg@halyard.example	America/New_York	\N	t	120
1	2	canonical	r02	Dermot O'Neill	dermot.oneill@halyard.example	America/New_York	1	t	240
1	3	canonical	r03	Ifeoma Okonkwo	ifeoma.okonkwo@halyard.example	\N	2	t	\N
1	4	canonical	r06	Hyacinth Prescott	hyacinth.prescott@halyard.example	\N	2	t	180
1	5	canonical	r07	Søren Kjærsgaard	soren.kjaersgaard@halyard.example	America/Chicago	1	t	240
1	6	canonical	r08	Lakshmi Iyer	lakshmi.iyer@halyard.example	America/Chicago	5	t	\N
1	7	canonical	r09	Trần Minh Châu	tran.chau@halyard.example	America/Chicago	5	t	360
1	8	canonical	r10	Imogen Ashdown	imogen.ashdown@halyard.example	Europe/London	1	t	200
1	9	canonical	r11	ياسين منصور	yasin.mansour@halyard.example	Europe/London	8	t	\N
1	10	canonical	r12	Aoife Ní Bhroin	aoife.bhroin@halyard.example	Europe/London	8	t	240
\.

COPY public.reference_contact (agency_id, candidate_id, reference_id, source, external_id, name, relationship, company, email, phone, time_zone, consent, status, status_since, added_at, do_not_contact, erased_at, person) FROM stdin;
1	3	1	canonical	rf021	Luís Figueirôa	mentor	Verdant Farms	luis.figueiroa@example.net	+44 20 7946 0169	\N	yes	active	\N	2026-09-21 15:13:00+00	f	\N	e:luis.figueiroa@example.net
1	3	2	canonical	rf022	كريم منصور	colleague	Tidewater Bank	\N	\N	Europe/London	yes	active	\N	2026-09-21 15:13:00+00	f	\N	r:2
1	3	3	canonical	rf023	Arjun Banerjee	direct report	Kilmore Press	arjun.banerjee@example.net	+1-718-555-0106	\N	yes	active	\N	2026-09-21 15:13:00+00	f	\N	e:arjun.banerjee@example.net
1	3	4	canonical	rf045	李淑芬	client	Ostrander Mills	shufen.li@example.com	+44 20 7946 0173	Europe/London	yes	active	\N	2026-09-22 10:56:00+00	f	\N	e:shufen.li@example.com
1	4	5	canonical	rf131	Rupert Fairbanks	client	Kilmore Press	rupert.fairbanks@example.com	(512) 555-0127	\N	yes	active	\N	2026-09-25 17:28:00+00	f	\N	e:rupert.fairbanks@example.com
1	1	6	canonical	rf320	Tobias Tremblay-Ross	team lead	Universidade do Cabo	tobias.tremblayross@example.com	020 7946 0220	\N	yes	active	\N	2026-10-07 16:57:00+00	f	\N	e:tobias.tremblayross@example.com
1	1	7	canonical	rf327	Agnieszka Źrebiec	team lead	Granite State Labs	\N	+44 20 7946 0221	\N	yes	active	\N	2026-10-08 07:16:00+00	f	\N	p:079460221
1	1	8	canonical	rf359	Wendell Åkesson	colleague	Tidewater Bank	wendell.akesson@mail.test	\N	Europe/London	yes	active	\N	2026-10-13 14:00:00+00	f	\N	e:wendell.akesson@mail.test
1	1	9	canonical	rf360	Kavitha Banerjee	colleague	Universidade do Cabo	kavitha.banerjee@example.org	+44 20 7946 0232	\N	yes	active	\N	2026-10-13 14:00:00+00	f	\N	e:kavitha.banerjee@example.org
1	1	10	canonical	rf361	Søren Bjørnstad	team lead	Nordlys A/S	soren.bjornstad@example.com	020 7946 0233	\N	yes	active	\N	2026-10-13 14:00:00+00	f	\N	e:soren.bjornstad@example.com
1	2	11	canonical	rf377	Håkan Bjørnstad	mentor	Tidewater Bank	hakan.bjornstad@example.net	020 7946 0238	\N	yes	active	\N	2026-10-14 17:58:00+00	f	\N	e:hakan.bjornstad@example.net
1	2	12	canonical	rf383	Ngozi Olufemi	colleague	Maple Court Schools	ngozi.olufemi@example.com	020 7946 0239	Europe/London	yes	active	\N	2026-10-15 09:14:00+00	f	\N	e:ngozi.olufemi@example.com
1	2	13	canonical	rf409	Benoît Malbœuf	mentor	Granite State Labs	benoit.malbuf@example.com	020 7946 0245	America/New_York	yes	active	\N	2026-10-18 15:06:00+00	f	\N	e:benoit.malbuf@example.com
\.

COPY public.repeatable (name, digest) FROM stdin;
reach	e85a75c798089272639180b3a58002572823805fa7bbb469a1614da8a7736b20
calendar	d5bd4097bfaf36d8ffb8be29bb0b0e6dac264c7886b1d96bc17907dbf12d95da
states	f47364e3294dfd4ebab305f499faf4d15f449899bad337f77a87f40c661a55b9
policy	c7d07d8433107d7b6705f3ec87e026ed8794b6eb41ad423506e791f70ae8d3b9
views	33580a6159472339a74145585074bb5ad7fb4f7b7df576346a579e212ef4ba6c
queue	7a7163b59e8e782b16fb201e62e4c1aa9bb0ec47642f096d47a38df5208beccd
persons	157a394dfeec4d35f9beca0747b5bb0c497ca85a2be0f9f6089dbd0ac0b9e12a
statistics	01ecb76c18dbee2e960649971989f758b4a008b49638a55bc9a255fa969516b1
import	8e8e4b57e35a1f631b3c47eea247cbb48a656fbb7f444332dcb8637605e89a77
lists	e5102b0a74f138eeeb5a77734c442d28186f7c9a479044c66d0e805447140edf
nudges	6f6384fa47840d2bb7e1955f6b20a3ba7ffd748825e23fbb819c4068a39e9e1f
words	b09384e70c2b1457184f3c51a9c6296af7b395e697ccf457b2f1c22072278e92
\.

COPY public.rule_in_force (agency_id, rule, digest) FROM stdin;
1	placement_check_in	cea4190e73bb1f21ee8664b6ada4729ffd97365d35dd68192f2536faeaa162e0
1	reference_progress	53971cb2561d9265c8424b4f14a654ae105dba21aae79c918d30f3d1702a014c
1	candidate_check_in	a7cab158fad0cdca3900abc1495d8d9d44fa4d0bcc83122fbc4ae6ab85ac9f7a
1	reference_accuracy	bfcc83da94435306bc89a9cbf2d4be2f15f3cf04e4d15c474c06d4bdcd255b28
1	reference_thanks	06189937684e38c6f0c3839b689b3e5f039c005190cfc605d014014c4f9a8408
1	reference_keep_in_touch	c918784122e8455b5081066736dd1acdec5b4ec9116ca013d0c82ccce9484bb6
1	reference_outcome	7bc3048a247d7978aec8e6e00159b00ac6842473a869acf77ec20a4967f2f998
1	candidate_status_update	a18c07c962ac1aa25b42d27d3a0c94843907fd83fed4ec1e7188e3adaf50e695
1	client_check_in	031fcca74813f2c4afc658400a31cd7ebd773617516c05a365a3565fccd9e7d7
1	reference_gift	2a4f37c6021a751af6f024f1706f50a47fb6cf27be2c6b1d356789e09d14fa24
1	reference_network	20d2a446597da3e9aead49a1c820e1b9d65cfd11d771072c945e88186747d354
1	thank_you_email	58e8849e6c5a4cf33750f2821fb944b020a3cff1f40585c3c3b64e522f233772
1	handwritten_note	c906917ffd1e927ebdd15d69d0f9a0e3a43f228412618044fb19d528053af897
1	reference_heads_up	6133f88945795fd17a8f9342572211dd07369eadef9dbf8b61193b8b11b60ce5
1	social_profile_review	0065bfbc605ea538f6bb1672188012490c561c1a45b7fcaa35c2b50d6603dd61
1	reference_replace	5da97c6c6ca5726fec4adb2e1aff7ef8426f7f2bf043161184da59587977ca51
1	thank_you_proofread	6ce77d014590fdb99706a3488408494a150516e78813f6a5a37f7cfd96157a4e
1	reference_list	bf75e15a6c8fc175ebaf4eca59cf4b0288cee110dddf7f7883424f0b5a0b74d1
1	announcement_hold	5715ac4749f33c81a39af01a92c05b402ec06b55dae1c5e455696e23ed91a15f
1	reference_guidance	b7e2ec8dc5921291a421d453c7c645094c6c3063f4b74d57c1475cf87b74832e
\.

COPY public.schema_version (version, file, applied_at) FROM stdin;
1	sql/schema/0001_facts.sql	2026-11-28 19:01:31.199713+00
2	sql/schema/0002_plan.sql	2026-11-28 19:01:31.199713+00
3	sql/schema/0003_access.sql	2026-11-28 19:01:31.199713+00
4	sql/schema/0004_import.sql	2026-11-28 19:01:31.199713+00
5	sql/schema/0005_nudges.sql	2026-11-28 19:01:31.199713+00
6	sql/schema/0006_recent.sql	2026-11-28 19:01:31.199713+00
7	sql/schema/0007_waiting.sql	2026-11-28 19:01:31.199713+00
8	sql/schema/0008_places.sql	2026-11-28 19:01:31.199713+00
9	sql/schema/0009_reach.sql	2026-11-28 19:01:31.199713+00
10	sql/schema/0010_answers.sql	2026-11-28 19:01:31.199713+00
11	sql/schema/0011_persons.sql	2026-11-28 19:01:31.199713+00
12	sql/schema/0012_settled.sql	2026-11-28 19:01:31.199713+00
13	sql/schema/0013_rights.sql	2026-11-28 19:01:31.199713+00
\.

COPY public.touch (agency_id, touch_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id, channel, purpose, application_id, interview_id, outcome, note, forced_past) FROM stdin;
1	1	canonical	t00083	3	2026-09-23 16:54:00+00	candidate	3	reference	2	call	guidance	\N	\N	\N	\N	\N
1	2	canonical	t00091	3	2026-09-23 18:16:00+00	candidate	3	reference	3	call	guidance	\N	\N	\N	\N	\N
1	3	canonical	t00113	3	2026-09-24 08:16:00+00	candidate	3	reference	4	call	guidance	\N	\N	\N	\N	\N
1	4	canonical	t00114	3	2026-09-24 10:17:00+00	candidate	3	reference	1	email	guidance	\N	\N	\N	\N	\N
1	5	canonical	t00155	3	2026-09-24 18:38:00+00	recruiter	3	contact	4	email	other	2	\N	\N	sent the CV	\N
1	6	canonical	t00167	4	2026-09-24 21:05:00+00	recruiter	6	contact	2	email	other	3	\N	\N	sent the CV	\N
1	7	canonical	t00234	4	2026-09-25 21:57:00+00	contact	2	recruiter	6	call	word	3	\N	\N	\N	\N
1	8	canonical	t00243	3	2026-09-26 10:39:00+00	candidate	3	reference	1	email	heads_up	1	\N	\N	\N	\N
1	9	canonical	t00265	3	2026-09-27 07:53:00+00	candidate	3	reference	2	email	heads_up	1	\N	\N	\N	\N
1	10	canonical	t00275	3	2026-09-27 17:54:00+00	candidate	3	reference	4	email	heads_up	1	\N	\N	\N	\N
1	11	canonical	t00313	4	2026-09-28 15:34:00+00	candidate	4	reference	5	call	guidance	\N	\N	\N	\N	\N
1	12	canonical	t00345	3	2026-09-28 19:27:00+00	contact	4	recruiter	3	call	word	2	\N	\N	\N	\N
1	13	canonical	t00358	4	2026-09-28 21:47:00+00	recruiter	7	candidate	4	call	status_update	3	\N	\N	\N	\N
1	14	canonical	t00401	3	2026-09-29 14:33:00+00	recruiter	1	candidate	3	email	proofread	1	1	\N	\N	\N
1	15	canonical	t00408	3	2026-09-29 15:25:00+00	candidate	3	contact	10	email	thank_you	1	1	\N	\N	\N
1	16	canonical	t00409	3	2026-09-29 15:28:00+00	candidate	3	contact	11	email	thank_you	1	1	\N	\N	\N
1	17	canonical	t00466	3	2026-09-30 09:55:00+00	candidate	3	contact	10	note	thank_you	1	1	\N	\N	\N
1	18	canonical	t00467	3	2026-09-30 10:00:00+00	contact	11	recruiter	9	email	word	1	\N	\N	\N	\N
1	19	canonical	t00472	3	2026-09-30 11:43:00+00	candidate	3	contact	11	note	thank_you	1	1	\N	\N	\N
1	20	canonical	t00492	3	2026-09-30 15:37:00+00	candidate	3	reference	2	email	heads_up	2	\N	\N	\N	\N
1	21	canonical	t00551	3	2026-10-01 07:41:00+00	contact	11	reference	4	call	reference_check	1	\N	\N	\N	\N
1	22	canonical	t00607	3	2026-10-01 17:04:00+00	recruiter	1	reference	4	call	accuracy	1	\N	\N	\N	\N
1	23	canonical	t00657	3	2026-10-02 07:36:00+00	contact	11	reference	1	call	reference_check	1	\N	\N	\N	\N
1	24	canonical	t00669	3	2026-10-02 13:09:00+00	candidate	3	reference	2	call	progress	1	\N	\N	\N	\N
1	25	canonical	t00683	3	2026-10-02 14:34:00+00	candidate	3	reference	4	email	heads_up	2	\N	\N	\N	\N
1	26	canonical	t00719	4	2026-10-02 20:47:00+00	candidate	4	contact	2	email	thank_you	3	2	\N	\N	\N
1	27	canonical	t00725	4	2026-10-02 23:52:00+00	candidate	4	contact	2	note	thank_you	3	2	\N	\N	\N
1	28	canonical	t00740	3	2026-10-03 15:55:00+00	candidate	3	reference	4	email	thanks	1	\N	\N	\N	\N
1	29	canonical	t00842	3	2026-10-05 19:27:00+00	candidate	3	reference	3	email	heads_up	2	\N	\N	\N	\N
1	30	canonical	t00846	3	2026-10-05 19:42:00+00	recruiter	1	reference	1	call	accuracy	1	\N	\N	\N	\N
1	31	canonical	t00877	3	2026-10-06 11:23:00+00	contact	11	reference	2	call	reference_check	1	\N	positive	\N	\N
1	32	canonical	t00912	3	2026-10-06 14:16:00+00	candidate	3	reference	1	email	heads_up	2	\N	\N	\N	\N
1	33	canonical	t00943	3	2026-10-06 17:11:00+00	recruiter	1	reference	2	call	accuracy	1	\N	\N	dates confirmed	\N
1	34	canonical	t01098	3	2026-10-08 10:31:00+00	candidate	3	reference	2	email	thanks	1	\N	\N	\N	\N
1	35	canonical	t01099	3	2026-10-08 10:45:00+00	contact	11	recruiter	9	email	word	1	\N	\N	the references were helpful	\N
1	36	canonical	t01155	3	2026-10-08 16:17:00+00	candidate	3	contact	3	email	thank_you	2	3	\N	\N	\N
1	37	canonical	t01157	3	2026-10-08 16:20:00+00	candidate	3	contact	4	email	thank_you	2	3	\N	\N	\N
1	38	canonical	t01173	4	2026-10-08 18:03:00+00	recruiter	7	contact	8	email	other	4	\N	\N	sent the CV	\N
1	39	canonical	t01211	3	2026-10-09 07:32:00+00	candidate	3	contact	4	note	thank_you	2	3	\N	\N	\N
1	40	canonical	t01236	3	2026-10-09 13:01:00+00	candidate	3	contact	3	note	thank_you	2	3	\N	\N	\N
1	41	canonical	t01243	4	2026-10-09 13:31:00+00	recruiter	6	contact	2	call	check_in	3	\N	\N	\N	\N
1	42	canonical	t01308	1	2026-10-10 06:52:00+00	candidate	1	reference	7	call	guidance	\N	\N	\N	\N	\N
1	43	canonical	t01404	3	2026-10-13 16:43:00+00	candidate	3	reference	4	call	outcome	1	\N	\N	\N	\N
1	44	canonical	t01406	3	2026-10-13 17:03:00+00	candidate	3	reference	1	call	outcome	1	\N	\N	\N	\N
1	45	canonical	t01407	3	2026-10-13 17:21:00+00	recruiter	1	candidate	3	email	status_update	1	\N	\N	\N	\N
1	46	canonical	t01423	3	2026-10-13 18:44:00+00	candidate	3	reference	4	call	outcome	2	\N	\N	\N	\N
1	47	canonical	t01456	3	2026-10-14 07:43:00+00	candidate	3	reference	2	email	outcome	1	\N	\N	\N	\N
1	48	canonical	t01463	3	2026-10-14 10:24:00+00	candidate	3	reference	4	gift	gift	1	\N	\N	\N	\N
1	49	canonical	t01473	3	2026-10-14 12:20:00+00	candidate	3	reference	1	email	outcome	2	\N	\N	\N	\N
1	50	canonical	t01524	3	2026-10-14 16:59:00+00	candidate	3	reference	3	call	outcome	2	\N	\N	\N	\N
1	51	canonical	t01528	3	2026-10-14 17:20:00+00	candidate	3	reference	2	call	outcome	2	\N	\N	\N	\N
1	52	canonical	t01556	1	2026-10-14 20:18:00+00	candidate	1	reference	8	email	heads_up	5	\N	\N	\N	\N
1	53	canonical	t01557	1	2026-10-14 20:18:00+00	candidate	1	reference	9	email	heads_up	5	\N	\N	\N	\N
1	54	canonical	t01558	1	2026-10-14 20:18:00+00	candidate	1	reference	10	email	heads_up	5	\N	\N	\N	\N
1	55	canonical	t01649	1	2026-10-15 15:42:00+00	candidate	1	reference	9	call	guidance	\N	\N	\N	\N	\N
1	56	canonical	t01677	3	2026-10-15 18:13:00+00	candidate	3	reference	1	note	gift	1	\N	\N	\N	\N
1	57	canonical	t01702	4	2026-10-15 21:25:00+00	recruiter	7	candidate	4	email	status_update	4	\N	\N	\N	\N
1	58	canonical	t01727	2	2026-10-16 11:30:00+00	candidate	2	reference	12	call	guidance	\N	\N	\N	\N	\N
1	59	canonical	t01746	1	2026-10-16 13:11:00+00	candidate	1	reference	10	call	guidance	\N	\N	\N	\N	\N
1	60	canonical	t01757	4	2026-10-16 13:36:00+00	recruiter	6	contact	2	call	check_in	3	\N	left a message	\N	\N
1	61	canonical	t01834	1	2026-10-17 07:10:00+00	recruiter	10	candidate	1	email	proofread	5	4	\N	\N	\N
1	62	canonical	t01835	1	2026-10-17 07:43:00+00	candidate	1	contact	5	email	thank_you	5	4	\N	\N	\N
1	63	canonical	t01836	1	2026-10-17 07:46:00+00	candidate	1	contact	6	email	thank_you	5	4	\N	\N	\N
1	64	canonical	t01860	1	2026-10-18 10:52:00+00	candidate	1	reference	8	call	guidance	\N	\N	\N	\N	\N
1	65	canonical	t01863	1	2026-10-18 14:57:00+00	candidate	1	contact	6	note	thank_you	5	4	\N	\N	\N
1	66	canonical	t01867	1	2026-10-18 17:17:00+00	candidate	1	contact	5	note	thank_you	5	4	\N	\N	\N
1	67	canonical	t01870	3	2026-10-18 18:07:00+00	candidate	3	reference	2	gift	gift	1	\N	\N	\N	\N
1	68	canonical	t01888	2	2026-10-19 08:27:00+00	candidate	2	reference	11	call	guidance	\N	\N	\N	\N	\N
1	69	canonical	t01934	1	2026-10-19 17:53:00+00	contact	5	recruiter	7	call	word	5	\N	\N	\N	\N
1	70	canonical	t02017	2	2026-10-20 14:17:00+00	candidate	2	reference	13	call	guidance	\N	\N	\N	\N	\N
1	71	canonical	t02069	3	2026-10-20 19:42:00+00	recruiter	1	reference	4	call	network	\N	\N	\N	\N	\N
1	72	canonical	t02101	1	2026-10-20 22:40:00+00	contact	5	reference	8	call	reference_check	5	\N	\N	\N	\N
1	73	canonical	t02102	1	2026-10-20 22:40:00+00	contact	5	reference	9	call	reference_check	5	\N	positive	\N	\N
1	74	canonical	t02123	1	2026-10-21 07:45:00+00	recruiter	10	reference	9	call	accuracy	5	\N	\N	job title was wrong in the CV	\N
1	75	canonical	t02158	1	2026-10-21 14:12:00+00	recruiter	10	candidate	1	call	status_update	5	\N	\N	\N	\N
1	76	canonical	t02168	1	2026-10-21 15:26:00+00	recruiter	10	reference	8	call	accuracy	5	\N	\N	\N	\N
1	77	canonical	t02212	1	2026-10-21 19:42:00+00	candidate	1	reference	9	email	thanks	5	\N	\N	\N	\N
1	78	canonical	t02287	4	2026-10-22 14:46:00+00	candidate	4	reference	5	email	heads_up	4	\N	\N	\N	\N
1	79	canonical	t02303	4	2026-10-22 16:14:00+00	contact	2	recruiter	6	email	word	3	\N	\N	\N	\N
1	80	canonical	t02388	1	2026-10-23 09:06:00+00	candidate	1	reference	8	email	thanks	5	\N	\N	\N	\N
1	81	canonical	t02486	4	2026-10-23 23:57:00+00	recruiter	7	candidate	4	email	proofread	4	5	\N	\N	\N
1	82	canonical	t02488	4	2026-10-24 01:00:00+00	candidate	4	contact	9	email	thank_you	4	5	\N	\N	\N
1	83	canonical	t02489	4	2026-10-24 01:03:00+00	candidate	4	contact	8	email	thank_you	4	5	\N	\N	\N
1	84	canonical	t02503	4	2026-10-24 14:31:00+00	candidate	4	contact	9	note	thank_you	4	5	\N	\N	\N
1	85	canonical	t02527	4	2026-10-25 01:40:00+00	candidate	4	contact	8	note	thank_you	4	5	\N	\N	\N
1	86	canonical	t02861	3	2026-10-28 15:58:00+00	recruiter	1	reference	2	call	network	\N	\N	\N	\N	\N
1	87	canonical	t02896	1	2026-10-28 19:02:00+00	recruiter	7	contact	5	call	check_in	5	\N	\N	\N	\N
1	88	canonical	t03066	1	2026-10-30 07:30:00+00	candidate	1	reference	8	email	outcome	5	\N	\N	\N	\N
1	89	canonical	t03185	4	2026-10-30 20:53:00+00	recruiter	7	contact	8	call	check_in	4	\N	no decision yet	\N	\N
1	90	canonical	t03397	4	2026-11-03 13:58:00+00	candidate	4	contact	1	note	thank_you	3	6	\N	\N	\N
1	91	canonical	t03618	4	2026-11-04 19:26:00+00	recruiter	7	candidate	4	email	status_update	3	\N	\N	\N	\N
1	92	canonical	t03805	4	2026-11-06 01:56:00+00	candidate	4	contact	8	note	thank_you	4	7	\N	\N	\N
1	93	canonical	t03858	4	2026-11-06 15:14:00+00	candidate	4	contact	8	email	thank_you	4	7	\N	\N	\N
1	94	canonical	t03860	4	2026-11-06 15:17:00+00	candidate	4	contact	7	email	thank_you	4	7	\N	\N	\N
1	95	canonical	t03862	4	2026-11-06 15:20:00+00	candidate	4	contact	9	email	thank_you	4	7	\N	\N	\N
1	96	canonical	t03899	4	2026-11-06 17:51:00+00	candidate	4	contact	7	note	thank_you	4	7	\N	\N	\N
1	97	canonical	t03917	4	2026-11-06 20:58:00+00	candidate	4	contact	9	note	thank_you	4	7	\N	\N	\N
1	98	canonical	t04066	4	2026-11-09 19:53:00+00	recruiter	7	candidate	4	email	status_update	4	\N	\N	\N	\N
1	99	canonical	t04144	1	2026-11-10 16:32:00+00	recruiter	10	reference	8	call	network	\N	\N	\N	\N	\N
1	100	canonical	t04495	4	2026-11-13 01:05:00+00	candidate	4	reference	5	call	outcome	4	\N	\N	\N	\N
1	101	canonical	t04538	4	2026-11-13 15:36:00+00	recruiter	7	candidate	4	email	status_update	4	\N	\N	\N	\N
1	102	followup	f102	4	2026-11-19 16:30:00+00	recruiter	7	candidate	4	call	status_update	\N	\N	\N	\N	\N
1	105	canonical	t90001	4	2026-11-19 20:00:00+00	candidate	4	recruiter	2	call	check_in	\N	\N	\N	\N	\N
\.

COPY public.touch_retracted (agency_id, touch_id, candidate_id, external_id, record, retracted_at, retracted_by) FROM stdin;
1	104	4	f104	{"note": null, "source": "followup", "channel": "call", "outcome": null, "purpose": "check_in", "actor_id": 2, "party_id": 4, "touch_id": 104, "agency_id": 1, "actor_kind": "recruiter", "party_kind": "candidate", "external_id": "f104", "forced_past": null, "happened_at": "2026-11-19T16:40:00+00:00", "candidate_id": 4, "interview_id": null, "application_id": null}	2026-11-19 16:40:00+00	root
\.

SELECT pg_catalog.setval('public.agency_agency_id_seq', 1, true);

SELECT pg_catalog.setval('public.application_application_id_seq', 5, true);

SELECT pg_catalog.setval('public.candidate_candidate_id_seq', 4, true);

SELECT pg_catalog.setval('public.client_client_id_seq', 5, true);

SELECT pg_catalog.setval('public.contact_contact_id_seq', 11, true);

SELECT pg_catalog.setval('public.dirty_dirty_id_seq', 179, true);

SELECT pg_catalog.setval('public.follow_up_answer_answer_id_seq', 3, true);

SELECT pg_catalog.setval('public.follow_up_follow_up_id_seq', 179, true);

SELECT pg_catalog.setval('public.import_import_id_seq', 3, true);

SELECT pg_catalog.setval('public.import_reject_reject_id_seq', 2, true);

SELECT pg_catalog.setval('public.import_skip_skip_id_seq', 1, false);

SELECT pg_catalog.setval('public.interview_interview_id_seq', 7, true);

SELECT pg_catalog.setval('public.job_order_job_order_id_seq', 5, true);

SELECT pg_catalog.setval('public.job_run_run_id_seq', 1, true);

SELECT pg_catalog.setval('public.message_message_id_seq', 2, true);

SELECT pg_catalog.setval('public.recruiter_recruiter_id_seq', 10, true);

SELECT pg_catalog.setval('public.reference_contact_reference_id_seq', 13, true);

SELECT pg_catalog.setval('public.touch_touch_id_seq', 105, true);

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_pkey PRIMARY KEY (agency_id, recruiter_id, from_on);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_name_is_unique UNIQUE (name);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (agency_id);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_external_id_is_unique UNIQUE (agency_id, external_id, source);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_id_is_unique UNIQUE (agency_id, application_id);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (agency_id, candidate_id, application_id);

ALTER TABLE ONLY public.application_stage
    ADD CONSTRAINT application_stage_pkey PRIMARY KEY (agency_id, candidate_id, application_id, stage, since);

ALTER TABLE ONLY public.attendee
    ADD CONSTRAINT attendee_pkey PRIMARY KEY (agency_id, candidate_id, interview_id, contact_id);

ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT candidate_external_id_is_unique UNIQUE (agency_id, external_id, source);

ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT candidate_pkey PRIMARY KEY (agency_id, candidate_id);

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_external_id_is_unique UNIQUE (agency_id, source, external_id);

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (agency_id, client_id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_external_id_is_unique UNIQUE (agency_id, external_id, source);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (agency_id, contact_id);

ALTER TABLE ONLY public.dirty
    ADD CONSTRAINT dirty_pkey PRIMARY KEY (agency_id, candidate_id, dirty_id);

ALTER TABLE ONLY public.follow_up_answer
    ADD CONSTRAINT follow_up_answer_is_recorded_once UNIQUE (agency_id, candidate_id, follow_up_id, key);

ALTER TABLE ONLY public.follow_up_answer
    ADD CONSTRAINT follow_up_answer_pkey PRIMARY KEY (agency_id, candidate_id, answer_id);

ALTER TABLE ONLY public.follow_up
    ADD CONSTRAINT follow_up_is_asked_once UNIQUE NULLS NOT DISTINCT (agency_id, candidate_id, rule, application_id, interview_id, contact_id, reference_id, occurrence);

ALTER TABLE ONLY public.follow_up
    ADD CONSTRAINT follow_up_pkey PRIMARY KEY (agency_id, candidate_id, follow_up_id);

ALTER TABLE ONLY public.holiday
    ADD CONSTRAINT holiday_pkey PRIMARY KEY (agency_id, holiday_on);

ALTER TABLE ONLY public.import_file
    ADD CONSTRAINT import_file_pkey PRIMARY KEY (agency_id, import_id, file, target);

ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_pkey PRIMARY KEY (agency_id, import_id);

ALTER TABLE ONLY public.import_reject
    ADD CONSTRAINT import_reject_pkey PRIMARY KEY (agency_id, import_id, reject_id);

ALTER TABLE ONLY public.import_skip
    ADD CONSTRAINT import_skip_pkey PRIMARY KEY (agency_id, import_id, skip_id);

ALTER TABLE ONLY public.interview
    ADD CONSTRAINT interview_external_id_is_unique UNIQUE (agency_id, external_id, source);

ALTER TABLE ONLY public.interview
    ADD CONSTRAINT interview_id_is_unique UNIQUE (agency_id, interview_id);

ALTER TABLE ONLY public.interview
    ADD CONSTRAINT interview_pkey PRIMARY KEY (agency_id, candidate_id, interview_id);

ALTER TABLE ONLY public.job_order
    ADD CONSTRAINT job_order_external_id_is_unique UNIQUE (agency_id, source, external_id);

ALTER TABLE ONLY public.job_order
    ADD CONSTRAINT job_order_pkey PRIMARY KEY (agency_id, job_order_id);

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_is_one_per_date UNIQUE (agency_id, job, business_date);

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_pkey PRIMARY KEY (agency_id, run_id);

ALTER TABLE ONLY public.job_step
    ADD CONSTRAINT job_step_pkey PRIMARY KEY (agency_id, run_id, "position");

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_key_is_unique UNIQUE (agency_id, key);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (agency_id, message_id);

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_is_sent_once PRIMARY KEY (agency_id, candidate_id, follow_up_id, rung, due_at, recipient_kind, recipient_id);

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_rung_goes_to_one UNIQUE (agency_id, candidate_id, follow_up_id, rung, due_at);

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_is_set_once UNIQUE NULLS NOT DISTINCT (agency_id, key, client_id);

ALTER TABLE ONLY public.policy_key
    ADD CONSTRAINT policy_key_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.practice_in_force
    ADD CONSTRAINT practice_pkey PRIMARY KEY (agency_id);

ALTER TABLE ONLY public.recruiter
    ADD CONSTRAINT recruiter_external_id_is_unique UNIQUE (agency_id, source, external_id);

ALTER TABLE ONLY public.recruiter
    ADD CONSTRAINT recruiter_pkey PRIMARY KEY (agency_id, recruiter_id);

ALTER TABLE ONLY public.reference_contact
    ADD CONSTRAINT reference_contact_external_id_is_unique UNIQUE (agency_id, external_id, source);

ALTER TABLE ONLY public.reference_contact
    ADD CONSTRAINT reference_contact_id_is_unique UNIQUE (agency_id, reference_id);

ALTER TABLE ONLY public.reference_contact
    ADD CONSTRAINT reference_contact_pkey PRIMARY KEY (agency_id, candidate_id, reference_id);

ALTER TABLE ONLY public.repeatable
    ADD CONSTRAINT repeatable_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.rule_in_force
    ADD CONSTRAINT rule_in_force_pkey PRIMARY KEY (agency_id, rule);

ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.touch
    ADD CONSTRAINT touch_external_id_is_unique UNIQUE (agency_id, source, external_id);

ALTER TABLE ONLY public.touch
    ADD CONSTRAINT touch_pkey PRIMARY KEY (agency_id, touch_id);

ALTER TABLE ONLY public.touch_retracted
    ADD CONSTRAINT touch_retracted_pkey PRIMARY KEY (agency_id, touch_id);

CREATE INDEX absence_by_cover ON public.absence USING btree (agency_id, cover_id) WHERE (cover_id IS NOT NULL);

CREATE INDEX application_by_announcement ON public.application USING btree (agency_id, announce_on) WHERE (announce_on IS NOT NULL);

CREATE INDEX application_by_decision ON public.application USING btree (agency_id, decided_at) WHERE (announce_on IS NOT NULL);

CREATE INDEX application_by_job_order ON public.application USING btree (agency_id, job_order_id);

CREATE INDEX attendee_by_contact ON public.attendee USING btree (agency_id, contact_id);

CREATE INDEX candidate_by_recruiter ON public.candidate USING btree (agency_id, recruiter_id);

CREATE INDEX contact_by_client ON public.contact USING btree (agency_id, client_id);

CREATE INDEX contact_by_person ON public.contact USING btree (agency_id, person);

CREATE INDEX follow_up_answer_by_follow_up ON public.follow_up_answer USING btree (agency_id, follow_up_id);

CREATE INDEX follow_up_answer_by_touch ON public.follow_up_answer USING btree (agency_id, touch_id) WHERE (touch_id IS NOT NULL);

CREATE INDEX follow_up_by_id ON public.follow_up USING btree (agency_id, follow_up_id);

CREATE INDEX follow_up_by_recruiter ON public.follow_up USING btree (agency_id, recruiter_id, closes_at);

CREATE INDEX follow_up_open_work ON public.follow_up USING btree (agency_id, closes_at);

CREATE INDEX import_out_by_target ON public.import_out USING btree (agency_id, import_id, target);

CREATE INDEX import_row_by_target ON public.import_row USING btree (agency_id, import_id, target);

CREATE INDEX interview_by_application ON public.interview USING btree (agency_id, candidate_id, application_id);

CREATE INDEX job_order_by_client ON public.job_order USING btree (agency_id, client_id);

CREATE INDEX job_order_by_hiring_contact ON public.job_order USING btree (agency_id, hiring_contact_id) WHERE (hiring_contact_id IS NOT NULL);

CREATE INDEX job_order_by_recruiter ON public.job_order USING btree (agency_id, recruiter_id);

CREATE INDEX job_run_by_date ON public.job_run USING btree (agency_id, business_date, run_id);

CREATE INDEX job_run_unfinished ON public.job_run USING btree (agency_id, job, business_date) WHERE (state = ANY (ARRAY['running'::text, 'interrupted'::text, 'failed'::text]));

CREATE INDEX message_by_date ON public.message USING btree (agency_id, local_date);

CREATE INDEX message_by_recipient ON public.message USING btree (agency_id, recipient_kind, recipient_id, local_date);

CREATE INDEX message_unsettled ON public.message USING btree (agency_id, state, message_id) WHERE (state = ANY (ARRAY['queued'::text, 'claimed'::text, 'sending'::text, 'uncertain'::text, 'failed'::text]));

CREATE INDEX nudge_by_message ON public.nudge USING btree (agency_id, message_id);

CREATE INDEX policy_by_client ON public.policy USING btree (agency_id, client_id) WHERE (client_id IS NOT NULL);

CREATE INDEX recruiter_by_manager ON public.recruiter USING btree (agency_id, manager_id) WHERE (manager_id IS NOT NULL);

CREATE INDEX reference_contact_by_addition ON public.reference_contact USING btree (agency_id, added_at);

CREATE INDEX reference_contact_by_person ON public.reference_contact USING btree (agency_id, person);

CREATE INDEX touch_by_actor ON public.touch USING btree (agency_id, actor_kind, actor_id, happened_at);

CREATE INDEX touch_by_application ON public.touch USING btree (agency_id, candidate_id, application_id, purpose, happened_at) WHERE (application_id IS NOT NULL);

CREATE INDEX touch_by_candidate ON public.touch USING btree (agency_id, candidate_id, happened_at);

CREATE INDEX touch_by_interview ON public.touch USING btree (agency_id, candidate_id, interview_id) WHERE (interview_id IS NOT NULL);

CREATE INDEX touch_by_party ON public.touch USING btree (agency_id, party_kind, party_id, happened_at);

CREATE INDEX touch_by_time ON public.touch USING btree (agency_id, happened_at);

CREATE TRIGGER agency_derives_practice AFTER INSERT OR UPDATE ON public.agency FOR EACH ROW EXECUTE FUNCTION public.practice_changed();

CREATE TRIGGER application_queues_candidates AFTER INSERT OR DELETE OR UPDATE ON public.application FOR EACH ROW EXECUTE FUNCTION public.application_changed();

CREATE TRIGGER application_stage_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.application_stage FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER attendee_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.attendee FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER candidate_queues_itself AFTER INSERT OR UPDATE ON public.candidate FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER candidate_takes_touches_along AFTER DELETE ON public.candidate FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('candidate', 'candidate_id');

CREATE TRIGGER client_queues_candidates AFTER UPDATE ON public.client FOR EACH ROW EXECUTE FUNCTION public.client_changed();

CREATE TRIGGER contact_queues_candidates AFTER UPDATE ON public.contact FOR EACH ROW EXECUTE FUNCTION public.contact_changed();

CREATE TRIGGER contact_queues_person AFTER DELETE OR UPDATE ON public.contact FOR EACH ROW EXECUTE FUNCTION public.person_changed();

CREATE TRIGGER contact_says_who BEFORE INSERT OR UPDATE OF email, phone ON public.contact FOR EACH ROW EXECUTE FUNCTION public.row_says_who();

CREATE TRIGGER contact_takes_touches_along AFTER DELETE ON public.contact FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('contact', 'contact_id');

CREATE TRIGGER holiday_derives_practice AFTER INSERT OR DELETE OR UPDATE ON public.holiday FOR EACH ROW EXECUTE FUNCTION public.practice_changed();

CREATE TRIGGER import_row_is_the_chosen_agencys BEFORE INSERT ON public.import_row FOR EACH ROW WHEN ((new.agency_id IS DISTINCT FROM public.current_agency())) EXECUTE FUNCTION public.refuse_another_agency();

CREATE TRIGGER import_row_stays_the_chosen_agencys BEFORE DELETE OR UPDATE ON public.import_row FOR EACH ROW WHEN ((old.agency_id IS DISTINCT FROM public.current_agency())) EXECUTE FUNCTION public.refuse_another_agency();

CREATE TRIGGER interview_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.interview FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER job_order_queues_candidates AFTER UPDATE ON public.job_order FOR EACH ROW EXECUTE FUNCTION public.job_order_changed();

CREATE TRIGGER policy_derives_practice AFTER INSERT OR DELETE OR UPDATE ON public.policy FOR EACH ROW EXECUTE FUNCTION public.policy_changed();

CREATE TRIGGER practice_in_force_derives_persons AFTER UPDATE OF nobodys_addresses ON public.practice_in_force FOR EACH ROW WHEN ((old.nobodys_addresses IS DISTINCT FROM new.nobodys_addresses)) EXECUTE FUNCTION public.nobodys_addresses_changed();

CREATE TRIGGER recruiter_takes_touches_along AFTER DELETE ON public.recruiter FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('recruiter', 'recruiter_id');

CREATE TRIGGER reference_contact_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER reference_contact_queues_person AFTER DELETE OR UPDATE ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.person_changed();

CREATE TRIGGER reference_contact_says_who BEFORE INSERT OR UPDATE OF email, phone ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.row_says_who();

CREATE TRIGGER reference_contact_takes_touches_along AFTER DELETE ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('reference', 'reference_id');

CREATE TRIGGER touch_queues_candidates AFTER INSERT OR DELETE ON public.touch FOR EACH ROW EXECUTE FUNCTION public.touch_changed();

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_cover_is_a_recruiter FOREIGN KEY (agency_id, cover_id) REFERENCES public.recruiter(agency_id, recruiter_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_is_a_recruiters FOREIGN KEY (agency_id, recruiter_id) REFERENCES public.recruiter(agency_id, recruiter_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_is_a_candidates FOREIGN KEY (agency_id, candidate_id) REFERENCES public.candidate(agency_id, candidate_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_is_for_a_job_order FOREIGN KEY (agency_id, job_order_id) REFERENCES public.job_order(agency_id, job_order_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.application_stage
    ADD CONSTRAINT application_stage_is_an_applications FOREIGN KEY (agency_id, candidate_id, application_id) REFERENCES public.application(agency_id, candidate_id, application_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attendee
    ADD CONSTRAINT attendee_attends_an_interview FOREIGN KEY (agency_id, candidate_id, interview_id) REFERENCES public.interview(agency_id, candidate_id, interview_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attendee
    ADD CONSTRAINT attendee_is_a_contact FOREIGN KEY (agency_id, contact_id) REFERENCES public.contact(agency_id, contact_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT candidate_has_a_recruiter FOREIGN KEY (agency_id, recruiter_id) REFERENCES public.recruiter(agency_id, recruiter_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_works_for_a_client FOREIGN KEY (agency_id, client_id) REFERENCES public.client(agency_id, client_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follow_up_answer
    ADD CONSTRAINT follow_up_answer_is_about_a_follow_up FOREIGN KEY (agency_id, candidate_id, follow_up_id) REFERENCES public.follow_up(agency_id, candidate_id, follow_up_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follow_up
    ADD CONSTRAINT follow_up_is_a_candidates FOREIGN KEY (agency_id, candidate_id) REFERENCES public.candidate(agency_id, candidate_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.holiday
    ADD CONSTRAINT holiday_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_file
    ADD CONSTRAINT import_file_is_an_imports FOREIGN KEY (agency_id, import_id) REFERENCES public.import(agency_id, import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_reject
    ADD CONSTRAINT import_reject_is_an_imports FOREIGN KEY (agency_id, import_id) REFERENCES public.import(agency_id, import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_skip
    ADD CONSTRAINT import_skip_is_an_imports FOREIGN KEY (agency_id, import_id) REFERENCES public.import(agency_id, import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.interview
    ADD CONSTRAINT interview_is_about_an_application FOREIGN KEY (agency_id, candidate_id, application_id) REFERENCES public.application(agency_id, candidate_id, application_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_order
    ADD CONSTRAINT job_order_has_a_recruiter FOREIGN KEY (agency_id, recruiter_id) REFERENCES public.recruiter(agency_id, recruiter_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_order
    ADD CONSTRAINT job_order_hiring_contact_is_known FOREIGN KEY (agency_id, hiring_contact_id) REFERENCES public.contact(agency_id, contact_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_order
    ADD CONSTRAINT job_order_is_a_clients FOREIGN KEY (agency_id, client_id) REFERENCES public.client(agency_id, client_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_step
    ADD CONSTRAINT job_step_is_a_runs FOREIGN KEY (agency_id, run_id) REFERENCES public.job_run(agency_id, run_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_goes_with_a_message FOREIGN KEY (agency_id, message_id) REFERENCES public.message(agency_id, message_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_reminds_of_a_follow_up FOREIGN KEY (agency_id, candidate_id, follow_up_id) REFERENCES public.follow_up(agency_id, candidate_id, follow_up_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_client_is_known FOREIGN KEY (agency_id, client_id) REFERENCES public.client(agency_id, client_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.practice_in_force
    ADD CONSTRAINT practice_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recruiter
    ADD CONSTRAINT recruiter_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recruiter
    ADD CONSTRAINT recruiter_manager_is_a_recruiter FOREIGN KEY (agency_id, manager_id) REFERENCES public.recruiter(agency_id, recruiter_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reference_contact
    ADD CONSTRAINT reference_contact_vouches_for_a_candidate FOREIGN KEY (agency_id, candidate_id) REFERENCES public.candidate(agency_id, candidate_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.rule_in_force
    ADD CONSTRAINT rule_in_force_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.touch
    ADD CONSTRAINT touch_application_is_the_candidates FOREIGN KEY (agency_id, candidate_id, application_id) REFERENCES public.application(agency_id, candidate_id, application_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.touch
    ADD CONSTRAINT touch_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.touch
    ADD CONSTRAINT touch_candidate_is_known FOREIGN KEY (agency_id, candidate_id) REFERENCES public.candidate(agency_id, candidate_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.touch
    ADD CONSTRAINT touch_interview_is_the_candidates FOREIGN KEY (agency_id, candidate_id, interview_id) REFERENCES public.interview(agency_id, candidate_id, interview_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.touch_retracted
    ADD CONSTRAINT touch_retracted_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.touch_retracted
    ADD CONSTRAINT touch_retracted_candidate_is_known FOREIGN KEY (agency_id, candidate_id) REFERENCES public.candidate(agency_id, candidate_id) ON DELETE CASCADE;

ALTER TABLE public.absence ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.agency ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.application ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.application_stage ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.attendee ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.candidate ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.client ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.dirty ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.follow_up ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.follow_up_answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.holiday ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_file ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_out ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_reject ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_skip ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.interview ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_order ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_run ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_step ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.nudge ENABLE ROW LEVEL SECURITY;

CREATE POLICY only_the_chosen_agency ON public.absence USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.agency USING (((agency_id = public.current_agency()) OR (public.current_agency() IS NULL)));

CREATE POLICY only_the_chosen_agency ON public.application USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.application_stage USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.attendee USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.candidate USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.client USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.contact USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.dirty USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.follow_up USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.follow_up_answer USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.holiday USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_file USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_out USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_reject USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_skip USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.interview USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.job_order USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.job_run USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.job_step USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.message USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.nudge USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.policy USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.practice_in_force USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.recruiter USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.reference_contact USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.rule_in_force USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.touch USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.touch_retracted USING ((agency_id = public.current_agency()));

ALTER TABLE public.policy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.practice_in_force ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recruiter ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.reference_contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rule_in_force ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.touch ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.touch_retracted ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO followup_batch;
GRANT USAGE ON SCHEMA public TO followup_reader;
GRANT ALL ON SCHEMA public TO followup_owner;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.practice_in_force TO followup_batch;
GRANT SELECT ON TABLE public.practice_in_force TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.practice TO followup_batch;
GRANT SELECT ON TABLE public.practice TO followup_reader;

REVOKE ALL ON FUNCTION public.gather_statistics(table_names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.gather_statistics(table_names text[]) TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.absence TO followup_batch;
GRANT SELECT ON TABLE public.absence TO followup_reader;

GRANT SELECT,INSERT,UPDATE ON TABLE public.agency TO followup_batch;
GRANT SELECT ON TABLE public.agency TO followup_reader;

GRANT USAGE ON SEQUENCE public.agency_agency_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.application TO followup_batch;
GRANT SELECT ON TABLE public.application TO followup_reader;

GRANT USAGE ON SEQUENCE public.application_application_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.application_stage TO followup_batch;
GRANT SELECT ON TABLE public.application_stage TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_order TO followup_batch;
GRANT SELECT ON TABLE public.job_order TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.application_terms TO followup_batch;
GRANT SELECT ON TABLE public.application_terms TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.attendee TO followup_batch;
GRANT SELECT ON TABLE public.attendee TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.candidate TO followup_batch;
GRANT SELECT ON TABLE public.candidate TO followup_reader;

GRANT USAGE ON SEQUENCE public.candidate_candidate_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client TO followup_batch;
GRANT SELECT ON TABLE public.client TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policy TO followup_batch;
GRANT SELECT ON TABLE public.policy TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client_check_in_policy TO followup_batch;
GRANT SELECT ON TABLE public.client_check_in_policy TO followup_reader;

GRANT USAGE ON SEQUENCE public.client_client_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reference_contact TO followup_batch;
GRANT SELECT ON TABLE public.reference_contact TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.consenting_reference TO followup_batch;
GRANT SELECT ON TABLE public.consenting_reference TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact TO followup_batch;
GRANT SELECT ON TABLE public.contact TO followup_reader;

GRANT USAGE ON SEQUENCE public.contact_contact_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contactable_candidate TO followup_batch;
GRANT SELECT ON TABLE public.contactable_candidate TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contactable_contact TO followup_batch;
GRANT SELECT ON TABLE public.contactable_contact TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contactable_reference TO followup_batch;
GRANT SELECT ON TABLE public.contactable_reference TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dirty TO followup_batch;
GRANT SELECT ON TABLE public.dirty TO followup_reader;

GRANT USAGE ON SEQUENCE public.dirty_dirty_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE ON TABLE public.touch TO followup_batch;
GRANT SELECT ON TABLE public.touch TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.employers_check TO followup_batch;
GRANT SELECT ON TABLE public.employers_check TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up TO followup_batch;
GRANT SELECT ON TABLE public.follow_up TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up_answer TO followup_batch;
GRANT SELECT ON TABLE public.follow_up_answer TO followup_reader;

GRANT USAGE ON SEQUENCE public.follow_up_answer_answer_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.interview TO followup_batch;
GRANT SELECT ON TABLE public.interview TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up_facts TO followup_batch;
GRANT SELECT ON TABLE public.follow_up_facts TO followup_reader;

GRANT USAGE ON SEQUENCE public.follow_up_follow_up_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.held_interview TO followup_batch;
GRANT SELECT ON TABLE public.held_interview TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.holiday TO followup_batch;
GRANT SELECT ON TABLE public.holiday TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import TO followup_batch;
GRANT SELECT ON TABLE public.import TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_file TO followup_batch;
GRANT SELECT ON TABLE public.import_file TO followup_reader;

GRANT USAGE ON SEQUENCE public.import_import_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_out TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_reject TO followup_batch;
GRANT SELECT ON TABLE public.import_reject TO followup_reader;

GRANT USAGE ON SEQUENCE public.import_reject_reject_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_row TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_skip TO followup_batch;
GRANT SELECT ON TABLE public.import_skip TO followup_reader;

GRANT USAGE ON SEQUENCE public.import_skip_skip_id_seq TO followup_batch;

GRANT USAGE ON SEQUENCE public.interview_interview_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.touch_about TO followup_batch;
GRANT SELECT ON TABLE public.touch_about TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.interview_touch TO followup_batch;
GRANT SELECT ON TABLE public.interview_touch TO followup_reader;

GRANT USAGE ON SEQUENCE public.job_order_job_order_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_run TO followup_batch;
GRANT SELECT ON TABLE public.job_run TO followup_reader;

GRANT USAGE ON SEQUENCE public.job_run_run_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_step TO followup_batch;
GRANT SELECT ON TABLE public.job_step TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message TO followup_batch;
GRANT SELECT ON TABLE public.message TO followup_reader;

GRANT USAGE ON SEQUENCE public.message_message_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.nudge TO followup_batch;
GRANT SELECT ON TABLE public.nudge TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outcome_told TO followup_batch;
GRANT SELECT ON TABLE public.outcome_told TO followup_reader;

GRANT SELECT ON TABLE public.policy_key TO followup_batch;
GRANT SELECT ON TABLE public.policy_key TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recruiter TO followup_batch;
GRANT SELECT ON TABLE public.recruiter TO followup_reader;

GRANT USAGE ON SEQUENCE public.recruiter_recruiter_id_seq TO followup_batch;

GRANT USAGE ON SEQUENCE public.reference_contact_reference_id_seq TO followup_batch;

GRANT SELECT ON TABLE public.repeatable TO followup_batch;
GRANT SELECT ON TABLE public.repeatable TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rule_in_force TO followup_batch;
GRANT SELECT ON TABLE public.rule_in_force TO followup_reader;

GRANT SELECT ON TABLE public.schema_version TO followup_batch;
GRANT SELECT ON TABLE public.schema_version TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.standing_interview TO followup_batch;
GRANT SELECT ON TABLE public.standing_interview TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.word TO followup_batch;
GRANT SELECT ON TABLE public.word TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.silence TO followup_batch;
GRANT SELECT ON TABLE public.silence TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stage_entry TO followup_batch;
GRANT SELECT ON TABLE public.stage_entry TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.touch_retracted TO followup_batch;
GRANT SELECT ON TABLE public.touch_retracted TO followup_reader;

GRANT USAGE ON SEQUENCE public.touch_touch_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.used_reference TO followup_batch;
GRANT SELECT ON TABLE public.used_reference TO followup_reader;

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES  TO followup_batch;

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES  TO followup_batch;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES  TO followup_reader;

