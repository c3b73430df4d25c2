-- schema: what sql/schema and sql/functions make of an empty database
-- written by: deploy/schema, with pg_dump of PostgreSQL 15

CREATE FUNCTION public.addresses_of(value text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.addresses_of(value text) IS 'The lower-case addresses and @domains of a list with commas between them; none: an empty list.';

CREATE FUNCTION public.age_in_words(elapsed interval) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.age_in_words(elapsed interval) IS 'An elapsed time as people say it: 45 min, 26 h, 5 days.';

CREATE FUNCTION public.application_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.application_changed() IS 'Queues the application''s candidate and those who share a reference as a person.';

CREATE FUNCTION public.are_numbers_between(words text[], minimum integer, maximum integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.are_numbers_between(words text[], minimum integer, maximum integer) IS 'Whether these are at most 20 whole numbers within bounds.';

CREATE FUNCTION public.as_pattern(literal text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.as_pattern(literal text) IS 'A regular expression that matches the literal, as texts, links and pages write it.';

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
    reminded_bd integer DEFAULT 1 NOT NULL,
    deliver_attachments text DEFAULT 'none'::text NOT NULL
);

ALTER TABLE ONLY public.practice_in_force FORCE ROW LEVEL SECURITY;

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

COMMENT ON COLUMN public.practice_in_force.nudge_max_age_days IS 'An escalation whose first step is older than this many days is not begun.';

COMMENT ON COLUMN public.practice_in_force.nobodys_addresses IS 'Lower-case addresses, and @domains, that identify nobody and are not written to.';

COMMENT ON COLUMN public.practice_in_force.deliver_lists IS 'Whether the lists are mailed to their recruiters.';

COMMENT ON COLUMN public.practice_in_force.reminded_bd IS 'Business days for which a row is off the list after the candidate was reminded.';

COMMENT ON COLUMN public.practice_in_force.deliver_attachments IS 'Which files go with a list that is mailed: none, xlsx, ics or both.';

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
    practice_in_force.reminded_bd,
    NULL::date[] AS working_dates,
    practice_in_force.deliver_attachments
   FROM public.practice_in_force;

COMMENT ON VIEW public.practice IS 'The policy and calendar in force, one row per agency: what rules join, and hand whole to the calendar''s functions.';

CREATE FUNCTION public.at_local(day date, clock time without time zone, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.at_local(day date, clock time without time zone, practice public.practice) IS 'The moment at which the agency''s clocks show that time on that date.';

CREATE FUNCTION public.business_date(day date, n integer, practice public.practice) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.business_date(day date, n integer, practice public.practice) IS 'The n-th working date of the agency strictly after day; before it for a negative n; day itself for 0.';

CREATE FUNCTION public.candidate_events(agency integer, candidate bigint, as_of timestamp with time zone) RETURNS TABLE(at timestamp with time zone, what text, application_id bigint, interview_id bigint, who text, with_whom text, detail text, outcome text)
    LANGUAGE plpgsql STABLE ROWS 100 PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.candidate_events(agency integer, candidate bigint, as_of timestamp with time zone) IS 'What happened in a candidate''s searches, and what was and is owed about them: stages, decisions, interviews, references, touches, nudges, answers, and follow-ups that are open, done, missed or skipped; outcome: what came of it.';

CREATE FUNCTION public.candidate_last_fact(agency integer, candidate bigint, zone text) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.candidate_last_fact(agency integer, candidate bigint, zone text) IS 'The moment of the last thing that happened with a candidate, or lies ahead; NULL: nothing of theirs has a date.';

CREATE FUNCTION public.candidates_concerned(agency integer, since timestamp with time zone) RETURNS TABLE(candidate_id bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.candidates_concerned(agency integer, since timestamp with time zone) IS 'Candidates whom a fact since that moment concerns, so that guardrails are asked of them only.';

CREATE FUNCTION public.candidates_fact_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.candidates_fact_changed() IS 'Queues the candidate to whom the row belongs.';

CREATE FUNCTION public.change_in_words(value numeric, value_before numeric, unit text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.change_in_words(value numeric, value_before numeric, unit text) IS 'How a number has changed: up from 71 %, down from 14, as before.';

CREATE FUNCTION public.check_in_silences(agency integer, as_of timestamp with time zone, follow_ups bigint[]) RETURNS TABLE(follow_up_id bigint, silent_days numeric, median_days numeric, slow_days numeric, verdict text, words text)
    LANGUAGE plpgsql STABLE ROWS 100 PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.check_in_silences(agency integer, as_of timestamp with time zone, follow_ups bigint[]) IS 'The silences that these check-ins with clients are about, each against that client''s own answers of a year. It informs; what is due, the rule says.';

CREATE FUNCTION public.client_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.client_changed() IS 'Queues the candidates put forward to the client.';

CREATE FUNCTION public.client_silences(agency integer, as_of timestamp with time zone, days integer) RETURNS TABLE(client_id bigint, candidate_id bigint, application_id bigint, recruiter_id bigint, began_at timestamp with time zone, answered_at timestamp with time zone, silent_days numeric, lasts boolean, check_ins bigint, last_check_in_at timestamp with time zone)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.client_silences(agency integer, as_of timestamp with time zone, days integer) IS 'The silences of an agency''s clients in the applications with an interview or a word in the last days: when each began, when the client answered (NULL: it has not, or something else ended it), how long it was or is, whether it lasts while the search and the job are open, and the check-ins made in it.';

CREATE FUNCTION public.client_usual(agency integer, as_of timestamp with time zone, clients bigint[], days integer DEFAULT 365) RETURNS TABLE(client_id bigint, answers bigint, median_days numeric, slow_days numeric)
    LANGUAGE plpgsql STABLE ROWS 100 PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.client_usual(agency integer, as_of timestamp with time zone, clients bigint[], days integer) IS 'How long each of these clients usually takes to answer: of its answers in the last days their number, and the median and the 90th percentile of the days of silence before them. A client without an answer is not in it.';

CREATE FUNCTION public.command_word(word text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.command_word(word text) IS 'A word as a shell takes it for one.';

CREATE FUNCTION public.contact_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.contact_changed() IS 'Queues the candidates that a contact interviewed, and those put forward to the client of the contact.';

CREATE FUNCTION public.contact_verb(channel text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.contact_verb(channel text) IS 'What one does with whoever is contacted through that channel: Call, Email.';

CREATE FUNCTION public.counted(number bigint, thing text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.counted(number bigint, thing text) IS 'How many things there are, in words: 1 follow-up, 3 follow-ups.';

CREATE FUNCTION public.counting_done_at(done_at timestamp with time zone, expires_at timestamp with time zone, asked_until timestamp with time zone, late_counts boolean) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.counting_done_at(done_at timestamp with time zone, expires_at timestamp with time zone, asked_until timestamp with time zone, late_counts boolean) IS 'done_at where it ends the follow-up: not after asked_until or expires, or after expires but, where late counts, before asked_until.';

CREATE FUNCTION public.current_agency() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.current_agency() IS 'The agency that this transaction is about (SET LOCAL followup.agency_id); NULL: none chosen.';

CREATE FUNCTION public.date_in_words(day date, agency integer) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.date_in_words(day date, agency integer) IS 'A date with the name that the agency gives it: Thu 2026-11-26 (Thanksgiving).';

CREATE FUNCTION public.dates_not_worked(from_on date, until_on date, practice public.practice) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.dates_not_worked(from_on date, until_on date, practice public.practice) IS 'The dates between the two, both included, that are days off, with the names of holidays; NULL: none.';

CREATE FUNCTION public.day_in_words(day date) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.day_in_words(day date) IS 'A date as people say it: Thu 19 Nov.';

CREATE FUNCTION public.days_after(at timestamp with time zone, days integer, zone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.days_after(at timestamp with time zone, days integer, zone text) IS 'The same time of day so many days later, in a zone.';

CREATE FUNCTION public.days_between(earlier timestamp with time zone, later timestamp with time zone) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.days_between(earlier timestamp with time zone, later timestamp with time zone) IS 'Elapsed days of 24 hours, with one decimal.';

CREATE FUNCTION public.days_in_words(value text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.days_in_words(value text) IS 'The days that a policy value says; NULL: none, or not a number.';

CREATE FUNCTION public.due_in_words(due_at timestamp with time zone, as_of timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.due_in_words(due_at timestamp with time zone, as_of timestamp with time zone, zone text) IS 'When something is due, seen from as_of, in local times of the zone: due today at 17:00, in 3 hours; 5 days overdue, since Thu 19 Nov, 10:00.';

CREATE FUNCTION public.elapsed_in_words(elapsed interval) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.elapsed_in_words(elapsed interval) IS 'An elapsed time in whole words: 45 minutes, 1 hour, 5 days.';

CREATE FUNCTION public.email_fault(email text, nobodys text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.email_fault(email text, nobodys text[]) IS 'Why an address that is stored cannot be used; NULL: it can, or none is stored.';

CREATE FUNCTION public.erased_digest(salt bytea, kind text, value text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.erased_digest(salt bytea, kind text, value text) IS 'By what an address, a name with a telephone number or an id of somebody erased is known again; NULL: of nothing.';

CREATE FUNCTION public.erased_digests(salt bytea, source text, kind text, external_id text, name text, email text, phone text, nobodys text[]) RETURNS bytea[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.erased_digests(salt bytea, source text, kind text, external_id text, name text, email text, phone text, nobodys text[]) IS 'All digests by which a row of a person is known again.';

CREATE FUNCTION public.follow_up_action(action text, channel text, summary text, party_name text, party_company text, candidate_name text, job_title text, client_name text, interview_on date) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.follow_up_action(action text, channel text, summary text, party_name text, party_company text, candidate_name text, job_title text, client_name text, interview_on date) IS 'A rule''s action line with names in place of {party} {candidate} {job} {client} {interview}; made from channel and summary where the rule has none; placeholders inside a name are not replaced.';

CREATE FUNCTION public.follow_up_state(as_of timestamp with time zone, asked_from timestamp with time zone, asked_until timestamp with time zone, expires_at timestamp with time zone, done_at timestamp with time zone, skipped_at timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.follow_up_state(as_of timestamp with time zone, asked_from timestamp with time zone, asked_until timestamp with time zone, expires_at timestamp with time zone, done_at timestamp with time zone, skipped_at timestamp with time zone) IS 'not yet, done, skipped, missed, cancelled (gone) or open at as_of. done_at is one that counts: see counting_done_at().';

CREATE FUNCTION public.follow_ups_due(agency integer, from_on date, to_on date, as_of timestamp with time zone) RETURNS TABLE(candidate_id bigint, follow_up_id bigint, rule text, application_id bigint, interview_id bigint, party_id bigint, recruiter_id bigint, client_id bigint, due_at timestamp with time zone, due_on date, done_at timestamp with time zone, ended text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.follow_ups_due(agency integer, from_on date, to_on date, as_of timestamp with time zone) IS 'What fell due on these local days, both included, and before as_of, without the backlog; ended: in time, late, missed, lapsed (not done when due, and not asked for any more since), skipped, or overdue.';

CREATE FUNCTION public.follow_ups_overdue(agency integer, as_of timestamp with time zone) RETURNS TABLE(candidate_id bigint, follow_up_id bigint, rule text, recruiter_id bigint, due_at timestamp with time zone, overdue_days numeric, is_snoozed boolean)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.follow_ups_overdue(agency integer, as_of timestamp with time zone) IS 'Every open follow-up past its due time, without the backlog and without names; overdue_days: days of 24 hours.';

CREATE FUNCTION public.gather_statistics(table_names text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS …;

COMMENT ON FUNCTION public.gather_statistics(table_names text[]) IS 'Gathers the statistics of these tables in the name of their owner.';

CREATE FUNCTION public.import_boolean(record jsonb, column_name text, existing boolean, if_empty boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_boolean(record jsonb, column_name text, existing boolean, if_empty boolean) IS 'A yes-or-no cell as it will be stored.';

CREATE FUNCTION public.import_date(record jsonb, column_name text, existing date) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_date(record jsonb, column_name text, existing date) IS 'A date as it will stand.';

CREATE FUNCTION public.import_from_the_future(as_of timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_from_the_future(as_of timestamp with time zone, zone text) IS 'The reason for refusing a fact that is in the future.';

CREATE FUNCTION public.import_is_future(moment timestamp with time zone, as_of timestamp with time zone) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_is_future(moment timestamp with time zone, as_of timestamp with time zone) IS 'Whether a fact is in the future, beyond the five minutes that clocks may differ.';

CREATE FUNCTION public.import_moment(value text, zone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_moment(value text, zone text) IS 'A time with its offset, or local time in that zone.';

CREATE FUNCTION public.import_moment(record jsonb, column_name text, zone text, existing timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_moment(record jsonb, column_name text, zone text, existing timestamp with time zone) IS 'A moment as it will stand.';

CREATE FUNCTION public.import_name(record jsonb, existing text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_name(record jsonb, existing text) IS 'A name as it will be stored, without control characters and line breaks.';

CREATE FUNCTION public.import_not_known(kind text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_not_known(kind text) IS 'The reason for refusing a row that refers to something not known.';

CREATE FUNCTION public.import_not_yet(column_name text, record jsonb, as_of timestamp with time zone, zone text) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_not_yet(column_name text, record jsonb, as_of timestamp with time zone, zone text) IS 'The fault of a row whose column has a moment that has not come.';

CREATE FUNCTION public.import_number(record jsonb, column_name text, existing integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_number(record jsonb, column_name text, existing integer) IS 'A whole number as it will stand.';

CREATE FUNCTION public.import_text(record jsonb, column_name text, existing text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_text(record jsonb, column_name text, existing text) IS 'A cell as it will be stored: NULL when it is empty, the stored value when the file does not have the column.';

CREATE FUNCTION public.import_unknown(column_name text, kind text, id text) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_unknown(column_name text, kind text, id text) IS 'The fault of a row whose column refers to nothing known.';

CREATE FUNCTION public.import_verdict(fault text[], repeated boolean, is_out boolean, is_stored boolean, differs boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_verdict(fault text[], repeated boolean, is_out boolean, is_stored boolean, differs boolean) IS 'What becomes of a row: rejected, added, changed, unchanged or deleted.';

CREATE FUNCTION public.import_was_erased(agency integer, source text, kind text, external_id text, name text, email text, phone text, erased_at timestamp with time zone, zone text) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.import_was_erased(agency integer, source text, kind text, external_id text, name text, email text, phone text, erased_at timestamp with time zone, zone text) IS 'The fault of a row of a person who was erased; NULL: they were not.';

CREATE FUNCTION public.is_about_paused_client(agency integer, candidate_id bigint, follow_up_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS …;

COMMENT ON FUNCTION public.is_about_paused_client(agency integer, candidate_id bigint, follow_up_id bigint) IS 'Whether a follow-up is about a job order or a contact of a client whose mail is paused.';

CREATE FUNCTION public.is_history(due_at timestamp with time zone, practice public.practice) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.is_history(due_at timestamp with time zone, practice public.practice) IS 'Whether it was due before the agency''s policy in_force_from: in the backlog, on no worklist and never nudged.';

CREATE FUNCTION public.is_iso_date(value text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.is_iso_date(value text) IS 'Whether this is a date of the calendar, written as 2026-11-20.';

CREATE FUNCTION public.is_quiet(clock time without time zone, quiet_from time without time zone, quiet_until time without time zone) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.is_quiet(clock time without time zone, quiet_from time without time zone, quiet_until time without time zone) IS 'Whether a time of day lies in the quiet hours, which may run past midnight; when from equals until, no hour is quiet.';

CREATE FUNCTION public.is_time_zone(name text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.is_time_zone(name text) IS 'Whether this is the name of an IANA time zone.';

CREATE FUNCTION public.is_working_date(day date, practice public.practice) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.is_working_date(day date, practice public.practice) IS 'Whether the agency works on that date.';

CREATE FUNCTION public.iso_local(moment timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.iso_local(moment timestamp with time zone, zone text) IS 'A moment as ISO 8601 in that zone, with its offset.';

CREATE FUNCTION public.iso_utc(moment timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.iso_utc(moment timestamp with time zone) IS 'A moment as ISO 8601 in UTC with Z; NULL for always and never.';

CREATE FUNCTION public.job_order_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.job_order_changed() IS 'Queues the candidates put forward for the job order.';

CREATE FUNCTION public.late_follow_ups(agency integer, as_of timestamp with time zone) RETURNS TABLE(recruiter text, rule text, candidate text, candidate_id text, client text, job_order text, party_kind text, party text, due_at timestamp with time zone, overdue_by text, nudges bigint, snoozed_until timestamp with time zone, follow_up_id bigint, recruiter_id text, client_id text)
    LANGUAGE plpgsql STABLE ROWS 100 PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.late_follow_ups(agency integer, as_of timestamp with time zone) IS 'Every open follow-up past its due time, in the backlog or not, as reports list it.';

CREATE FUNCTION public.list_bucket(as_of timestamp with time zone, due_at timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.list_bucket(as_of timestamp with time zone, due_at timestamp with time zone, zone text) IS 'What an open follow-up is called on lists and in explanations: overdue, today (due by the end of the local day in that zone), upcoming.';

CREATE FUNCTION public.local_date(moment timestamp with time zone, practice public.practice) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.local_date(moment timestamp with time zone, practice public.practice) IS 'The agency''s date at that moment.';

CREATE FUNCTION public.may_gather_statistics() RETURNS boolean
    LANGUAGE sql STABLE
    AS …;

COMMENT ON FUNCTION public.may_gather_statistics() IS 'Whether this user may gather statistics; those who may not leave it to autovacuum.';

CREATE FUNCTION public.merge_command(kind text, kept_source text, kept_id text, merged_source text, merged_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.merge_command(kind text, kept_source text, kept_id text, merged_source text, merged_id text) IS 'The command that joins two rows of one person; NULL: there is none for that kind.';

CREATE FUNCTION public.merged_fields(kept jsonb, merged jsonb) RETURNS TABLE(field text, kept_value text, merged_value text, becomes text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.merged_fields(kept jsonb, merged jsonb) IS 'Field by field, what stands on the row that is kept and on the one that is merged into it, and what it becomes: what is kept, else the other''s; the stricter of consent, do-not-contact, and refused or bounced.';

CREATE FUNCTION public.minutes_due(agency integer, as_of timestamp with time zone, days integer) RETURNS TABLE(recruiter_id bigint, day date, follow_ups bigint, overdue bigint, minutes bigint, expected_minutes bigint, daily_minutes integer, is_present boolean)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.minutes_due(agency integer, as_of timestamp with time zone, days integer) IS 'What each recruiter has to do on each of the next working days: on lists work goes to whoever is there for its recruiter that day, what is overdue to the first day; expected_minutes: of what will be asked for by then if nothing else happens.';

CREATE FUNCTION public.moment_in_words(moment timestamp with time zone, practice public.practice) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.moment_in_words(moment timestamp with time zone, practice public.practice) IS 'A moment in the agency''s zone: Thu 2026-11-19 16:00.';

CREATE FUNCTION public.newest_reference(agency integer) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    AS …;

COMMENT ON FUNCTION public.newest_reference(agency integer) IS 'The greatest id of a reference of the agency.';

CREATE FUNCTION public.no_later_than(moment timestamp with time zone, latest timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.no_later_than(moment timestamp with time zone, latest timestamp with time zone) IS 'The moment, brought forward to the latest one allowed; one that is not known stays not known (least() would make it the latest).';

CREATE FUNCTION public.nobodys_addresses_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.nobodys_addresses_changed() IS 'Derives again which rows are one person.';

CREATE FUNCTION public.nth_working_date(day date, n integer, working_days integer[], holidays date[]) RETURNS date
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.nth_working_date(day date, n integer, working_days integer[], holidays date[]) IS 'The n-th working date strictly after day; before it for a negative n; day itself for 0.';

CREATE FUNCTION public.nudges_owed(agency integer, as_of timestamp with time zone, rules jsonb, escalations jsonb) RETURNS TABLE(candidate_id bigint, follow_up_id bigint, step text, due_at timestamp with time zone, recipient_kind text, recipient_id bigint, recipient_name text, recipient_address text, local_date date, verdict text)
    LANGUAGE plpgsql STABLE
    AS …;

COMMENT ON FUNCTION public.nudges_owed(agency integer, as_of timestamp with time zone, rules jsonb, escalations jsonb) IS 'Nudges that are owed and not sent, one row per follow-up, step and role; verdict: go, quiet (hours or date of the recipient), cap (of the day), unplanned (facts changed since), paused (about a client whose mail is paused), nobody (no one to write to).';

CREATE FUNCTION public.one_line(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.one_line(name text) IS 'A name as a header can carry it: line breaks, tabs and other control characters become spaces.';

CREATE FUNCTION public.people_due(agency integer, moment timestamp with time zone) RETURNS TABLE(kind text, row_id bigint, external_id text, person text, last_fact_at timestamp with time zone, due_at timestamp with time zone, blocked_by text, blocked_until timestamp with time zone)
    LANGUAGE plpgsql STABLE
    AS …;

COMMENT ON FUNCTION public.people_due(agency integer, moment timestamp with time zone) IS 'Candidates and references who are kept for longer than the policy says, each with what still blocks that they are anonymised, and until when; blocked_by is NULL: nothing does. Rows of one person have the same person.';

CREATE FUNCTION public.percent_encoded(literal text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.percent_encoded(literal text) IS 'The literal as it stands in links.';

CREATE FUNCTION public.person_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.person_changed() IS 'Queues every candidate for whom that person is a reference, by the old and the new email or phone.';

CREATE FUNCTION public.person_is_back() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.person_is_back() IS 'Has the rules decide again about the follow-ups of somebody who was erased and is back.';

CREATE FUNCTION public.person_is_named_again() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.person_is_named_again() IS 'Makes a row somebody again that was let in, as soon as it has a name.';

CREATE FUNCTION public.person_key(email text, phone text, nobodys text[], row_alone text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.person_key(email text, phone text, nobodys text[], row_alone text) IS 'What is the same for all rows of one person: the usable email, else the usable phone, else the row alone.';

CREATE FUNCTION public.person_of(agency integer, kind text, id bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    AS …;

COMMENT ON FUNCTION public.person_of(agency integer, kind text, id bigint) IS 'The email or phone by which a reference or a contact is known as a person; NULL for everybody else.';

CREATE FUNCTION public.plain_company(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.plain_company(name text) IS 'A company''s name for comparison: lower case, without signs, and without the legal form at its end; NULL: nothing is left.';

CREATE FUNCTION public.plus_business_days(moment timestamp with time zone, n integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.plus_business_days(moment timestamp with time zone, n integer, practice public.practice) IS 't + n bd: the n-th working date strictly after t''s local date, at t''s local time of day; a negative n mirrors it.';

CREATE FUNCTION public.plus_days(moment timestamp with time zone, n integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.plus_days(moment timestamp with time zone, n integer, practice public.practice) IS 'Calendar days at the same local time.';

CREATE FUNCTION public.plus_hours(moment timestamp with time zone, n integer) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.plus_hours(moment timestamp with time zone, n integer) IS 'Real elapsed hours.';

CREATE FUNCTION public.policy_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.policy_changed() IS 'Queues the candidates that a policy affects: those of a client, or everybody.';

CREATE FUNCTION public.practice_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.practice_changed() IS 'Derives the practice in force again and, when it changed, queues everybody.';

CREATE FUNCTION public.purpose_in_words(purpose text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.purpose_in_words(purpose text) IS 'A touch''s purpose as people say it: news passed on.';

CREATE FUNCTION public.queue_clients_candidates(agency integer, client bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.queue_clients_candidates(agency integer, client bigint) IS 'Queues the candidates put forward to the client.';

CREATE FUNCTION public.queue_vouched_for(agency integer, shared_person text, but_not bigint) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS …;

COMMENT ON FUNCTION public.queue_vouched_for(agency integer, shared_person text, but_not bigint) IS 'Queues everybody but one for whom that person vouches, a person who vouches for many once in a transaction.';

CREATE FUNCTION public.reach_in_words(phone text, email text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.reach_in_words(phone text, email text) IS 'How to reach somebody, as it was given: the telephone number when it is usable, else the address; NULL when neither is usable.';

CREATE FUNCTION public.recruiter_action(actor text, action text, candidate_name text, candidate_reach text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.recruiter_action(actor text, action text, candidate_name text, candidate_reach text) IS 'What the recruiter does about it: the action itself, or reminding the candidate of it.';

CREATE FUNCTION public.recruiters_on_duty(agency integer, as_of timestamp with time zone) RETURNS TABLE(recruiter_id bigint, worker_id bigint, present boolean, active boolean, away_until date)
    LANGUAGE plpgsql STABLE ROWS 100 PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.recruiters_on_duty(agency integer, as_of timestamp with time zone) IS 'Who works each recruiter''s list on that recruiter''s local date: the recruiter, the cover, or the manager once the recruiter has left; present: whether that person is at work.';

CREATE FUNCTION public.reference_last_touch(agency integer, reference bigint) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.reference_last_touch(agency integer, reference bigint) IS 'When a reference last spoke or was spoken to; NULL: never.';

CREATE FUNCTION public.refresh_persons(agency integer, nobodys text[]) RETURNS void
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.refresh_persons(agency integer, nobodys text[]) IS 'Derives again which rows are one person, and queues everybody when that has changed.';

CREATE FUNCTION public.refresh_practice(agency integer) RETURNS boolean
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.refresh_practice(agency integer) IS 'Derives the agency''s row of practice from agency, policy and holiday; true when it changed.';

CREATE FUNCTION public.refuse_another_agency() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.refuse_another_agency() IS 'Refuses a row that is of another agency than the chosen one.';

CREATE FUNCTION public.retention_fault(agency integer, key text, value text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.retention_fault(agency integer, key text, value text) IS 'Why a key of retention cannot have that value (NULL: its default) beside the others in force; NULL: it can, or it is another key.';

CREATE FUNCTION public.retention_in_force(agency integer) RETURNS TABLE(minimum_days integer, candidates_days integer, references_days integer)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.retention_in_force(agency integer) IS 'How many days people are kept by the agency''s policy; NULL: for ever.';

CREATE FUNCTION public.rolled(moment timestamp with time zone, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.rolled(moment timestamp with time zone, practice public.practice) IS 'The same local time on the next working date, if the local date is not one.';

CREATE FUNCTION public.row_says_who() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.row_says_who() IS 'Keeps the person of a contact or a reference.';

CREATE FUNCTION public.rung_follows_at(sent_at timestamp with time zone, hours_before integer, business_days_before integer, hours integer, business_days integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.rung_follows_at(sent_at timestamp with time zone, hours_before integer, business_days_before integer, hours integer, business_days integer, practice public.practice) IS 'The escalation''s distance after the step before was sent: the earliest moment of the step that follows it.';

CREATE FUNCTION public.rung_reached_at(due_at timestamp with time zone, hours integer, business_days integer, practice public.practice) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.rung_reached_at(due_at timestamp with time zone, hours integer, business_days integer, practice public.practice) IS 'When a step that many hours or business days from the due time is reached by the clock.';

CREATE FUNCTION public.silence_in_words(silent_days numeric, answers bigint, median_days numeric, slow_days numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.silence_in_words(silent_days numeric, answers bigint, median_days numeric, slow_days numeric) IS 'The same as a sentence: silent for 12 days, unusually long (this client''s answers: half within 4 days, nine of ten within 9).';

CREATE FUNCTION public.silence_verdict(silent_days numeric, answers bigint, median_days numeric, slow_days numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.silence_verdict(silent_days numeric, answers bigint, median_days numeric, slow_days numeric) IS 'A silence against the client''s own answers: as usual, longer than usual (than half of its answers), unusual (than nine of ten), or too few answers (fewer than 3).';

CREATE FUNCTION public.skip_is_over(rule text, skipped_at timestamp with time zone, anchor_at timestamp with time zone, moved_on text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.skip_is_over(rule text, skipped_at timestamp with time zone, anchor_at timestamp with time zone, moved_on text[]) IS 'Whether a skip no longer counts: its rule is among those that the next touch moves on, and that touch has come since.';

CREATE FUNCTION public.tells_of(value text, any_case text, as_written text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.tells_of(value text, any_case text, as_written text) IS 'Whether a text holds what one of the two patterns matches.';

CREATE FUNCTION public.times_in_words(number bigint) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.times_in_words(number bigint) IS 'How often, in words: never, once, twice, 3 times.';

CREATE FUNCTION public.times_nudged(agency integer, candidate bigint, follow_up bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.times_nudged(agency integer, candidate bigint, follow_up bigint) IS 'How often somebody was nudged about a follow-up: the messages of nudge_sent.';

CREATE FUNCTION public.touch_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.touch_changed() IS 'Queues the candidates that a touch is about, that take part in it, or whose references take part in it as a person. For Citus, which has no trigger that sees a statement''s rows together.';

CREATE FUNCTION public.touches_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.touches_changed() IS 'The same for all touches of a statement together, which its trigger calls "changed".';

CREATE FUNCTION public.touches_go_with_a_person() RETURNS trigger
    LANGUAGE plpgsql
    AS …;

COMMENT ON FUNCTION public.touches_go_with_a_person() IS 'Takes out the touches in which a deleted person took part: actor and party are of several kinds, so no foreign key does.';

CREATE FUNCTION public.usable_email(email text, nobodys text[] DEFAULT '{}'::text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.usable_email(email text, nobodys text[]) IS 'The address trimmed and in lower case when mail can be sent to it and it is one person''s, else NULL; nobodys: lower-case addresses and @domains that belong to nobody.';

CREATE FUNCTION public.usable_phone(phone text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.usable_phone(phone text) IS 'The last nine digits of a telephone number of at least seven digits that are not all the same, else NULL.';

CREATE FUNCTION public.usual_seconds(agency integer, job_name text, before_on date) RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.usual_seconds(agency integer, job_name text, before_on date) IS 'The median of how long the last 30 done runs of the job before that date took; NULL: there were none.';

CREATE FUNCTION public.value_fault(value text, kind text, minimum integer, maximum integer, choices text[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.value_fault(value text, kind text, minimum integer, maximum integer, choices text[]) IS 'What a policy value of that kind must be, such as "must be yes or no"; NULL: it is right.';

CREATE FUNCTION public.who_is(agency integer, kind text, id bigint) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.who_is(agency integer, kind text, id bigint) IS 'The name and source id of a person, such as Ana Alder (ct1), of somebody erased the id alone; NULL: nobody of that kind has that id.';

CREATE FUNCTION public.whole_words(pattern text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.whole_words(pattern text) IS 'The pattern where neither a letter nor a digit stands before or after; NULL: a pattern that nothing matches.';

CREATE FUNCTION public.without_person(value text, any_case text, as_written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

COMMENT ON FUNCTION public.without_person(value text, any_case text, as_written text) IS 'The text with the word erased for what the two patterns match.';

CREATE FUNCTION public.working_days_of(value text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

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

COMMENT ON TABLE public.absence IS 'Days on which a recruiter is away and who works the list meanwhile.';

COMMENT ON COLUMN public.absence.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.absence.recruiter_id IS 'Who is away.';

COMMENT ON COLUMN public.absence.from_on IS 'First day away, local date.';

COMMENT ON COLUMN public.absence.until_on IS 'Last day away, local date.';

COMMENT ON COLUMN public.absence.cover_id IS 'Who covers.';

CREATE TABLE public.address_allowed (
    agency_id integer NOT NULL,
    allowed_id bigint NOT NULL,
    address text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    allowed_at timestamp with time zone NOT NULL,
    allowed_by text NOT NULL
);

ALTER TABLE ONLY public.address_allowed FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.address_allowed IS 'Each time that a person let mail go again to an address from which it had come back, or whose reader wanted none.';

COMMENT ON COLUMN public.address_allowed.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.address_allowed.allowed_id IS 'Order of arrival.';

COMMENT ON COLUMN public.address_allowed.address IS 'The address in lower case.';

COMMENT ON COLUMN public.address_allowed.reason IS 'Why no mail went there before.';

COMMENT ON COLUMN public.address_allowed.allowed_at IS 'As of when it was let.';

COMMENT ON COLUMN public.address_allowed.allowed_by IS 'Who let it.';

ALTER TABLE public.address_allowed ALTER COLUMN allowed_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.address_allowed_allowed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.agency (
    agency_id integer NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    plan_turn bigint DEFAULT 0 NOT NULL,
    CONSTRAINT agency_has_a_name CHECK ((btrim(name) <> ''::text))
);

ALTER TABLE ONLY public.agency FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.agency IS 'A tenant: one recruiting agency. Every other table is keyed by it.';

COMMENT ON COLUMN public.agency.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.agency.name IS 'What people call the agency; unique, given to --agency.';

COMMENT ON COLUMN public.agency.time_zone IS 'IANA zone in which the practice counts days (policy key time_zone).';

COMMENT ON COLUMN public.agency.created_at IS 'When the agency was added.';

COMMENT ON COLUMN public.agency.plan_turn IS 'Counts the programs that planned the agency over several connections: the last one''s connections may go on, those of others may not.';

ALTER TABLE public.agency ALTER COLUMN agency_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agency_agency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.agency_secret (
    agency_id integer NOT NULL,
    secret bytea NOT NULL,
    CONSTRAINT agency_secret_is_long_enough CHECK ((octet_length(secret) >= 32))
);

ALTER TABLE ONLY public.agency_secret FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.agency_secret IS 'What signs the answers in an agency''s mails and pages, so that nobody else can make one. It never leaves the database but into the program.';

COMMENT ON COLUMN public.agency_secret.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.agency_secret.secret IS 'Random bytes; other ones make every answer that was mailed before worthless.';

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
    readmitted_at timestamp with time zone,
    CONSTRAINT candidate_status_is_known CHECK ((status = ANY (ARRAY['active'::text, 'placed'::text, 'inactive'::text])))
);

ALTER TABLE ONLY public.candidate FORCE ROW LEVEL SECURITY;

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

COMMENT ON COLUMN public.candidate.readmitted_at IS 'Of somebody who was erased: since when an import may name them again; NULL: it may not.';

ALTER TABLE public.candidate ALTER COLUMN candidate_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.candidate_candidate_id_seq
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
    is_wordless boolean DEFAULT false NOT NULL,
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

COMMENT ON COLUMN public.touch.is_wordless IS 'Whether its words were taken out, since they were about somebody who was erased; the source''s words are not stored again.';

CREATE VIEW public.candidate_spoken_with WITH (security_invoker='true') AS
 SELECT spoken.agency_id,
    spoken.candidate_id,
    max(spoken.happened_at) AS happened_at
   FROM ( SELECT touch.agency_id,
            touch.actor_id AS candidate_id,
            touch.happened_at
           FROM public.touch
          WHERE ((touch.actor_kind = 'candidate'::text) AND (touch.party_kind = 'recruiter'::text))
        UNION ALL
         SELECT touch.agency_id,
            touch.party_id,
            touch.happened_at
           FROM public.touch
          WHERE ((touch.party_kind = 'candidate'::text) AND (touch.actor_kind = 'recruiter'::text))) spoken
  GROUP BY spoken.agency_id, spoken.candidate_id;

COMMENT ON VIEW public.candidate_spoken_with IS 'The last touch between a recruiter and a candidate, about any application.';

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

CREATE TABLE public.client_answer (
    agency_id integer NOT NULL,
    candidate_id bigint NOT NULL,
    application_id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    client_id bigint NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    CONSTRAINT client_answer_comes_after_the_silence_began CHECK ((answered_at > began_at))
);

ALTER TABLE ONLY public.client_answer FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.client_answer IS 'The silences that a client ended by speaking, of every application, as they were when it was last planned.';

COMMENT ON COLUMN public.client_answer.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.client_answer.candidate_id IS 'The application''s candidate.';

COMMENT ON COLUMN public.client_answer.application_id IS 'The application.';

COMMENT ON COLUMN public.client_answer.began_at IS 'When the silence began: an interview''s end, or the client''s last word.';

COMMENT ON COLUMN public.client_answer.client_id IS 'The client of the application''s job order.';

COMMENT ON COLUMN public.client_answer.answered_at IS 'When the client spoke.';

CREATE TABLE public.policy (
    agency_id integer NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    client_id bigint,
    value text NOT NULL
);

ALTER TABLE ONLY public.policy FORCE ROW LEVEL SECURITY;

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
        CASE
            WHEN (COALESCE(own_mode.value, client.check_in_mode, practice.check_in_mode) = 'single'::text) THEN
            CASE
                WHEN (own_mode.value IS NOT NULL) THEN 'only one, set for this client by policy'::text
                WHEN (client.check_in_mode IS NOT NULL) THEN 'only one, this client''s own setting'::text
                ELSE 'only one, the agency''s setting'::text
            END
            ELSE
            CASE
                WHEN (own_cap.value IS NOT NULL) THEN 'limit set for this client by policy'::text
                WHEN (client.check_in_cap IS NOT NULL) THEN 'this client''s own limit'::text
                ELSE 'the agency''s limit'::text
            END
        END AS cap_set_by
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
    person text COLLATE pg_catalog."C",
    readmitted_at timestamp with time zone
);

ALTER TABLE ONLY public.contact FORCE ROW LEVEL SECURITY;

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

COMMENT ON COLUMN public.contact.readmitted_at IS 'Of somebody who was erased: since when an import may name them again; NULL: it may not.';

CREATE VIEW public.client_response WITH (security_invoker='true') AS
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

COMMENT ON VIEW public.client_response IS 'Touches from a contact to a recruiter or to the candidate that name an application or one of its interviews: words, where client_id is the application''s client.';

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

CREATE VIEW public.valid_interview WITH (security_invoker='true') AS
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

COMMENT ON VIEW public.valid_interview IS 'Interviews that are held or scheduled; cancelled and no-show ones count as if they had never existed.';

CREATE VIEW public.client_silence WITH (security_invoker='true') AS
 SELECT DISTINCT ON (beginning.agency_id, beginning.candidate_id, beginning.application_id, beginning.began_at) beginning.agency_id,
    beginning.candidate_id,
    beginning.application_id,
    beginning.began_at,
    beginning.external_id AS begun_by,
    beginning.interview_id AS begun_by_interview_id,
    LEAST(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at) AS ended_at,
        CASE LEAST(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at)
            WHEN application.closed_at THEN 'the application was decided'::text
            WHEN beginning.next_word_at THEN 'the client spoke'::text
            WHEN beginning.next_scheduled_at THEN 'another interview was scheduled'::text
            ELSE NULL::text
        END AS end_reason
   FROM (( SELECT start.agency_id,
            start.candidate_id,
            start.application_id,
            start.began_at,
            start.external_id,
            start.interview_id,
            start.word_at,
            start.scheduled_at,
            min(start.word_at) OVER later AS next_word_at,
            min(start.scheduled_at) OVER later AS next_scheduled_at
           FROM ( SELECT interview.agency_id,
                    interview.candidate_id,
                    interview.application_id,
                    interview.ends_at AS began_at,
                    interview.external_id,
                    interview.interview_id,
                    NULL::timestamp with time zone AS word_at,
                    COALESCE(interview.scheduled_at, interview.starts_at) AS scheduled_at
                   FROM public.valid_interview interview
                UNION ALL
                 SELECT client_response.agency_id,
                    client_response.candidate_id,
                    client_response.application_id,
                    client_response.happened_at,
                    client_response.external_id,
                    NULL::bigint,
                    client_response.happened_at,
                    NULL::timestamp with time zone
                   FROM (public.client_response
                     JOIN public.application_terms application_1 USING (agency_id, candidate_id, application_id, client_id))) start
          WINDOW later AS (PARTITION BY start.agency_id, start.candidate_id, start.application_id ORDER BY start.began_at DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) beginning
     JOIN public.application_terms application USING (agency_id, candidate_id, application_id))
  WHERE ((LEAST(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at) IS NULL) OR (LEAST(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at) > beginning.began_at))
  ORDER BY beginning.agency_id, beginning.candidate_id, beginning.application_id, beginning.began_at, beginning.external_id, beginning.interview_id;

COMMENT ON VIEW public.client_silence IS 'The silences of each application, began_at inclusive to ended_at exclusive (NULL: not ended), named by the interview or word that begins them; begun_by_interview_id tells an interview from a word of the same id.';

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
    lawful_basis text,
    consent_at timestamp with time zone,
    consent_source text,
    readmitted_at timestamp with time zone,
    CONSTRAINT reference_contact_consent_is_known CHECK ((consent = ANY (ARRAY['yes'::text, 'no'::text]))),
    CONSTRAINT reference_contact_lawful_basis_is_known CHECK ((lawful_basis = ANY (ARRAY['consent'::text, 'contract'::text, 'legal_obligation'::text, 'legitimate_interest'::text]))),
    CONSTRAINT reference_contact_status_is_known CHECK ((status = ANY (ARRAY['active'::text, 'refused'::text, 'bounced'::text, 'inactive'::text])))
);

ALTER TABLE ONLY public.reference_contact FORCE ROW LEVEL SECURITY;

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

COMMENT ON COLUMN public.reference_contact.lawful_basis IS 'On what ground their data is held: consent, contract, legal_obligation or legitimate_interest; NULL: not recorded. Whether they may be contacted is in consent.';

COMMENT ON COLUMN public.reference_contact.consent_at IS 'When they agreed, or refused; NULL: not recorded.';

COMMENT ON COLUMN public.reference_contact.consent_source IS 'Where that is written: a form, a mail, a call; NULL: not recorded.';

COMMENT ON COLUMN public.reference_contact.readmitted_at IS 'Of somebody who was erased: since when an import may name them again; NULL: it may not.';

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
    reference_contact.lawful_basis,
    reference_contact.consent_at,
    reference_contact.consent_source,
    reference_contact.readmitted_at,
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

COMMENT ON VIEW public.contactable_reference IS 'References who may be actor or party; active_from is the later of added_at and, if active, status_since; active_until is NULL while active. Consent is checked by the rule.';

CREATE VIEW public.consenting_reference WITH (security_invoker='true') AS
 SELECT contactable_reference.agency_id,
    contactable_reference.candidate_id,
    contactable_reference.reference_id,
    COALESCE(contactable_reference.active_from, '-infinity'::timestamp with time zone) AS active_from,
    COALESCE(contactable_reference.active_until, 'infinity'::timestamp with time zone) AS active_until
   FROM public.contactable_reference
  WHERE (contactable_reference.consent = 'yes'::text);

COMMENT ON VIEW public.consenting_reference IS 'References who consented and may be contacted, with the time in which they are active: active_from inclusive to active_until exclusive, always known.';

ALTER TABLE public.contact ALTER COLUMN contact_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.contact_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.contact_spoken_with WITH (security_invoker='true') AS
 SELECT contact.agency_id,
    contact.contact_id,
    contact.person,
    GREATEST(( SELECT max(touch.happened_at) AS max
           FROM public.touch
          WHERE ((touch.agency_id = contact.agency_id) AND (touch.actor_kind = 'contact'::text) AND (touch.actor_id = contact.contact_id) AND (touch.purpose <> 'reminder'::text))), ( SELECT max(touch.happened_at) AS max
           FROM public.touch
          WHERE ((touch.agency_id = contact.agency_id) AND (touch.party_kind = 'contact'::text) AND (touch.party_id = contact.contact_id) AND (touch.purpose <> 'reminder'::text)))) AS happened_at
   FROM public.contact;

COMMENT ON VIEW public.contact_spoken_with IS 'The last touch with each contact; a reminder does not count.';

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
    candidate.readmitted_at,
        CASE
            WHEN (candidate.status <> 'active'::text) THEN COALESCE(candidate.status_since, '-infinity'::timestamp with time zone)
            ELSE NULL::timestamp with time zone
        END AS active_until
   FROM public.candidate
  WHERE ((NOT candidate.do_not_contact) AND (candidate.erased_at IS NULL));

COMMENT ON VIEW public.contactable_candidate IS 'Candidates who may be actor or party: not erased and not marked do-not-contact; active_until is NULL while active.';

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
    contact.person,
    contact.readmitted_at
   FROM public.contact
  WHERE ((NOT contact.do_not_contact) AND (contact.erased_at IS NULL));

COMMENT ON VIEW public.contactable_contact IS 'Contacts who may be actor or party: not erased and not marked do-not-contact.';

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

CREATE VIEW public.employers_first_check WITH (security_invoker='true') AS
 SELECT employers_check.agency_id,
    employers_check.candidate_id,
    employers_check.application_id,
    employers_check.reference_id,
    min(employers_check.happened_at) AS called_at
   FROM (public.employers_check
     JOIN public.application_terms application USING (agency_id, candidate_id, application_id, client_id))
  GROUP BY employers_check.agency_id, employers_check.candidate_id, employers_check.application_id, employers_check.reference_id;

COMMENT ON VIEW public.employers_first_check IS 'When the employer first called a reference about an application.';

CREATE TABLE public.erased_digest (
    agency_id integer NOT NULL,
    digest bytea NOT NULL,
    erasure_id bigint NOT NULL
);

ALTER TABLE ONLY public.erased_digest FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.erased_digest IS 'By what an import knows a person again who was erased: salted digests of address, of name with telephone number, and of id at the source.';

COMMENT ON COLUMN public.erased_digest.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.erased_digest.digest IS 'SHA-256 of salt, kind and value.';

COMMENT ON COLUMN public.erased_digest.erasure_id IS 'The erasure.';

CREATE TABLE public.erasure (
    agency_id integer NOT NULL,
    erasure_id bigint NOT NULL,
    erased_at timestamp with time zone NOT NULL,
    erased_by text NOT NULL,
    candidates integer NOT NULL,
    contacts integer NOT NULL,
    reference_contacts integer NOT NULL,
    ground text DEFAULT 'request'::text NOT NULL,
    CONSTRAINT erasure_ground_is_known CHECK ((ground = ANY (ARRAY['request'::text, 'age'::text])))
);

ALTER TABLE ONLY public.erasure FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.erasure IS 'Each time that a person was erased: when, by whom, and how many rows that was. Whose rows, it does not say.';

COMMENT ON COLUMN public.erasure.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.erasure.erasure_id IS 'Order of arrival.';

COMMENT ON COLUMN public.erasure.erased_at IS 'As of when.';

COMMENT ON COLUMN public.erasure.erased_by IS 'Who did it.';

COMMENT ON COLUMN public.erasure.candidates IS 'Rows of candidates.';

COMMENT ON COLUMN public.erasure.contacts IS 'Rows of contacts.';

COMMENT ON COLUMN public.erasure.reference_contacts IS 'Rows of references.';

COMMENT ON COLUMN public.erasure.ground IS 'Why: request (they asked for it), or age (nothing had happened for as long as the agency keeps people).';

ALTER TABLE public.erasure ALTER COLUMN erasure_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.erasure_erasure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.erasure_salt (
    agency_id integer NOT NULL,
    salt bytea NOT NULL
);

ALTER TABLE ONLY public.erasure_salt FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.erasure_salt IS 'What goes into the digests of those who were erased, so that the same address has other digests at another agency.';

COMMENT ON COLUMN public.erasure_salt.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.erasure_salt.salt IS 'Random bytes; with other ones nobody who was erased would be known again.';

CREATE VIEW public.first_interview WITH (security_invoker='true') AS
 SELECT DISTINCT ON (valid_interview.agency_id, valid_interview.candidate_id, valid_interview.application_id) valid_interview.agency_id,
    valid_interview.candidate_id,
    valid_interview.interview_id,
    valid_interview.source,
    valid_interview.external_id,
    valid_interview.application_id,
    valid_interview.scheduled_at,
    valid_interview.starts_at,
    valid_interview.ends_at,
    valid_interview.time_zone,
    valid_interview.status,
    valid_interview.kind,
    valid_interview.location
   FROM public.valid_interview
  ORDER BY valid_interview.agency_id, valid_interview.candidate_id, valid_interview.application_id, valid_interview.starts_at, valid_interview.external_id;

COMMENT ON VIEW public.first_interview IS 'The earliest interview of each application that was not cancelled.';

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
    kept boolean DEFAULT false NOT NULL,
    CONSTRAINT follow_up_former_skip_has_a_reason CHECK (((former_skipped_at IS NULL) = (former_skip_reason IS NULL))),
    CONSTRAINT follow_up_skip_has_a_reason CHECK (((skipped_at IS NULL) = (skip_reason IS NULL)))
);

ALTER TABLE ONLY public.follow_up FORCE ROW LEVEL SECURITY;

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

COMMENT ON COLUMN public.follow_up.kept IS 'Whether it stays as it stood, although nothing asks for it any more: the person was erased.';

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
    due_at timestamp with time zone,
    CONSTRAINT follow_up_answer_is_undone_by_somebody CHECK (((undone_at IS NULL) = (undone_by IS NULL))),
    CONSTRAINT follow_up_answer_says_something CHECK (((outcome IS NOT NULL) OR (note IS NOT NULL)))
);

ALTER TABLE ONLY public.follow_up_answer FORCE ROW LEVEL SECURITY;

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

COMMENT ON COLUMN public.follow_up_answer.due_at IS 'When the follow-up was due as it was answered: which of its turns the answer is about; NULL: answered before this was kept.';

ALTER TABLE public.follow_up_answer ALTER COLUMN answer_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.follow_up_answer_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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
    follow_up.kept,
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
    application.start_on,
    job_order.title AS job_title,
    client.name AS client_name,
    client.external_id AS client_external_id,
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

COMMENT ON VIEW public.follow_up_facts IS 'Follow-ups with the names of everybody and everything they are about; person is the one to be contacted, candidate_person the candidate, across rows with the same email or phone.';

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
    started_by text,
    reverted_at timestamp with time zone,
    reverted_by text,
    CONSTRAINT import_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'partial'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.import FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.import IS 'One run of followup import.';

COMMENT ON COLUMN public.import.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import.import_id IS 'The id people use.';

COMMENT ON COLUMN public.import.source IS 'The mapping it was read by; canonical is built in.';

COMMENT ON COLUMN public.import.paths IS 'What was read.';

COMMENT ON COLUMN public.import.as_of IS 'Facts later than this were refused.';

COMMENT ON COLUMN public.import.started_at IS 'When it began.';

COMMENT ON COLUMN public.import.finished_at IS 'When it ended.';

COMMENT ON COLUMN public.import.state IS 'done, partial (some rows rejected), failed (nothing stored), or running.';

COMMENT ON COLUMN public.import.started_by IS 'Who began it; NULL: it was done before this was kept.';

COMMENT ON COLUMN public.import.reverted_at IS 'When it was taken back; NULL: it was not.';

COMMENT ON COLUMN public.import.reverted_by IS 'Who took it back.';

CREATE TABLE public.import_change (
    agency_id integer NOT NULL,
    import_id bigint NOT NULL,
    change_id bigint NOT NULL,
    target text NOT NULL COLLATE pg_catalog."C",
    keys text[] NOT NULL COLLATE pg_catalog."C",
    owns text[] NOT NULL COLLATE pg_catalog."C",
    before jsonb,
    afters bigint[],
    CONSTRAINT import_change_has_one_row_as_it_was CHECK (((before IS NULL) OR (cardinality(keys) = 1))),
    CONSTRAINT import_change_names_each_row CHECK (((cardinality(owns) = cardinality(keys)) AND (cardinality(afters) = cardinality(keys))))
);

ALTER TABLE ONLY public.import_change FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.import_change IS 'What an import added (many rows at once), changed or took out (one row at a time). Kept for 90 days, for import revert.';

COMMENT ON COLUMN public.import_change.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import_change.import_id IS 'The import.';

COMMENT ON COLUMN public.import_change.change_id IS 'Order of arrival.';

COMMENT ON COLUMN public.import_change.target IS 'The canonical file of the rows, without .csv.';

COMMENT ON COLUMN public.import_change.keys IS 'What makes each row this row in its source: its id, or its key columns with U+001F between them.';

COMMENT ON COLUMN public.import_change.owns IS 'The key columns of each row as they are stored; an empty text for rows with an id.';

COMMENT ON COLUMN public.import_change.before IS 'The row as it was; NULL: the rows were added.';

COMMENT ON COLUMN public.import_change.afters IS 'A digest of each row as the import left it; NULL: the row was taken out.';

ALTER TABLE public.import_change ALTER COLUMN change_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.import_change_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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
    named boolean NOT NULL,
    reason text
);

ALTER TABLE ONLY public.import_out FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.import_out IS 'Staging: what an import takes out by the column deleted, and what goes with it; gone when the import is over.';

COMMENT ON COLUMN public.import_out.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.import_out.import_id IS 'The import.';

COMMENT ON COLUMN public.import_out.target IS 'The canonical file of the fact, without .csv.';

COMMENT ON COLUMN public.import_out.key IS 'The fact''s id in its source.';

COMMENT ON COLUMN public.import_out.id IS 'Our id; NULL: it is not stored.';

COMMENT ON COLUMN public.import_out.named IS 'Whether a row of the import says so; else it goes with another fact.';

COMMENT ON COLUMN public.import_out.reason IS 'Why a row stays as it is though its import is taken back; NULL: it goes.';

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

CREATE TABLE public.inbox_folder (
    agency_id integer NOT NULL,
    folder text NOT NULL COLLATE pg_catalog."C",
    uid_validity bigint NOT NULL,
    last_uid bigint NOT NULL
);

ALTER TABLE ONLY public.inbox_folder FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.inbox_folder IS 'How far a folder of an IMAP server was read.';

COMMENT ON COLUMN public.inbox_folder.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.inbox_folder.folder IS 'Server, user and folder.';

COMMENT ON COLUMN public.inbox_folder.uid_validity IS 'UIDVALIDITY (RFC 3501): with another one the folder is read from its beginning.';

COMMENT ON COLUMN public.inbox_folder.last_uid IS 'The highest UID that was read.';

CREATE TABLE public.inbox_message (
    agency_id integer NOT NULL,
    inbox_id bigint NOT NULL,
    message_id text NOT NULL COLLATE pg_catalog."C",
    read_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    sender text,
    subject text,
    kind text NOT NULL,
    state text NOT NULL,
    reason text,
    body text,
    settled_at timestamp with time zone,
    settled_by text,
    CONSTRAINT inbox_message_is_settled_by_somebody CHECK (((settled_at IS NULL) = (settled_by IS NULL))),
    CONSTRAINT inbox_message_kind_is_known CHECK ((kind = ANY (ARRAY['answer'::text, 'reply'::text, 'copy'::text, 'bounce'::text, 'unsubscribe'::text, 'automatic'::text, 'unreadable'::text]))),
    CONSTRAINT inbox_message_state_is_known CHECK ((state = ANY (ARRAY['taken'::text, 'ignored'::text, 'unmatched'::text]))),
    CONSTRAINT inbox_message_unmatched_has_a_reason CHECK (((state <> 'unmatched'::text) OR (reason IS NOT NULL)))
);

ALTER TABLE ONLY public.inbox_message FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.inbox_message IS 'What was read from the agency''s mailbox, once a Message-ID: what came of it, or why nothing could.';

COMMENT ON COLUMN public.inbox_message.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.inbox_message.inbox_id IS 'The id people use.';

COMMENT ON COLUMN public.inbox_message.message_id IS 'Message-ID, or a digest of the mail where it has none: what makes it this mail.';

COMMENT ON COLUMN public.inbox_message.read_at IS 'As of when it was read.';

COMMENT ON COLUMN public.inbox_message.sent_at IS 'Its own date.';

COMMENT ON COLUMN public.inbox_message.sender IS 'The address it says it is from.';

COMMENT ON COLUMN public.inbox_message.subject IS 'Its subject.';

COMMENT ON COLUMN public.inbox_message.kind IS 'answer (a button), reply (to a mail of ours), copy (of a mail between people), bounce, unsubscribe, automatic, unreadable.';

COMMENT ON COLUMN public.inbox_message.state IS 'taken, ignored, or unmatched: a person has to look at it.';

COMMENT ON COLUMN public.inbox_message.reason IS 'What came of it, in words; of an unmatched one, why nothing could.';

COMMENT ON COLUMN public.inbox_message.body IS 'What an unmatched one says, without what it quotes; shortened.';

COMMENT ON COLUMN public.inbox_message.settled_at IS 'When a person said that it needs nothing more.';

COMMENT ON COLUMN public.inbox_message.settled_by IS 'Who said so.';

ALTER TABLE public.inbox_message ALTER COLUMN inbox_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_message_inbox_id_seq
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

CREATE VIEW public.interview_touch WITH (security_invoker='true') AS
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
    touch.is_wordless,
    touch.candidate_id AS about_candidate_id,
    COALESCE(touch.application_id, meant.application_id) AS about_application_id,
    COALESCE(touch.interview_id, meant.interview_id) AS about_interview_id
   FROM (public.touch
     LEFT JOIN ( SELECT DISTINCT ON (unnamed.agency_id, unnamed.candidate_id, unnamed.touch_id) unnamed.agency_id,
            unnamed.candidate_id,
            unnamed.touch_id,
            interview.application_id,
            interview.interview_id
           FROM ((public.touch unnamed
             JOIN public.held_interview interview ON (((interview.agency_id = unnamed.agency_id) AND (interview.candidate_id = unnamed.candidate_id) AND (interview.ends_at <= unnamed.happened_at))))
             LEFT JOIN public.attendee ON (((attendee.agency_id = interview.agency_id) AND (attendee.candidate_id = interview.candidate_id) AND (attendee.interview_id = interview.interview_id) AND (attendee.contact_id = unnamed.party_id))))
          WHERE ((unnamed.interview_id IS NULL) AND (unnamed.purpose = ANY (ARRAY['thank_you'::text, 'proofread'::text])) AND ((unnamed.application_id IS NULL) OR (interview.application_id = unnamed.application_id)) AND ((unnamed.purpose = 'proofread'::text) OR ((unnamed.party_kind = 'contact'::text) AND (attendee.contact_id IS NOT NULL))))
          ORDER BY unnamed.agency_id, unnamed.candidate_id, unnamed.touch_id, interview.ends_at DESC, interview.external_id) meant USING (agency_id, candidate_id, touch_id))
  WHERE ((touch.purpose = ANY (ARRAY['thank_you'::text, 'proofread'::text])) AND (touch.candidate_id IS NOT NULL));

COMMENT ON VIEW public.interview_touch IS 'thank_you and proofread touches of a candidate, with the interview they are about: the one they name, else the latest held one that ended by then (for a thank-you, which that contact attended; of the application it names, if any).';

CREATE VIEW public.interviewer WITH (security_invoker='true') AS
 SELECT attendee.agency_id,
    attendee.candidate_id,
    attendee.interview_id,
    attendee.contact_id,
    contact.email
   FROM (public.attendee
     JOIN public.contactable_contact contact USING (agency_id, contact_id))
  WHERE (attendee.role = 'interviewer'::text);

COMMENT ON VIEW public.interviewer IS 'The contacts who led an interview and may be contacted.';

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
    files jsonb,
    warnings jsonb,
    CONSTRAINT job_step_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'partial'::text, 'failed'::text, 'interrupted'::text, 'skipped'::text])))
);

ALTER TABLE ONLY public.job_step FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.job_step IS 'A step of a run; a finished one is not done again.';

COMMENT ON COLUMN public.job_step.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.job_step.run_id IS 'The run.';

COMMENT ON COLUMN public.job_step."position" IS 'Place in the job, from 1.';

COMMENT ON COLUMN public.job_step.step IS 'What it does.';

COMMENT ON COLUMN public.job_step.epoch IS 'The epoch that last worked on it.';

COMMENT ON COLUMN public.job_step.state IS 'running, done, partial (some items failed), failed, interrupted, or skipped (left out by --from).';

COMMENT ON COLUMN public.job_step.started_at IS 'When it began.';

COMMENT ON COLUMN public.job_step.finished_at IS 'When it ended.';

COMMENT ON COLUMN public.job_step.summary IS 'What it did, in numbers.';

COMMENT ON COLUMN public.job_step.error IS 'What went wrong.';

COMMENT ON COLUMN public.job_step.files IS 'The files it wrote: name, rows, bytes and SHA-256 of each.';

COMMENT ON COLUMN public.job_step.warnings IS 'What it warned of.';

CREATE TABLE public.mail_address (
    agency_id integer NOT NULL,
    address text NOT NULL COLLATE pg_catalog."C",
    bounced_at timestamp with time zone,
    bounce_reason text,
    unsubscribed_at timestamp with time zone,
    CONSTRAINT mail_address_bounce_has_a_reason CHECK (((bounced_at IS NULL) = (bounce_reason IS NULL)))
);

ALTER TABLE ONLY public.mail_address FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.mail_address IS 'Addresses to which no mail is sent: it came back from there, or whoever reads it wants none.';

COMMENT ON COLUMN public.mail_address.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.mail_address.address IS 'The address in lower case.';

COMMENT ON COLUMN public.mail_address.bounced_at IS 'When a mail to it came back for good; NULL: none did.';

COMMENT ON COLUMN public.mail_address.bounce_reason IS 'What the last server said.';

COMMENT ON COLUMN public.mail_address.unsubscribed_at IS 'When its reader asked for no more of these mails; NULL: nobody did.';

CREATE TABLE public.mail_pause (
    agency_id integer NOT NULL,
    pause_id bigint NOT NULL,
    client_id bigint,
    client text COLLATE pg_catalog."C",
    reason text NOT NULL,
    paused_at timestamp with time zone NOT NULL,
    paused_by text NOT NULL,
    resumed_at timestamp with time zone,
    resumed_by text,
    CONSTRAINT mail_pause_client_has_a_name CHECK (((client_id IS NULL) = (client IS NULL))),
    CONSTRAINT mail_pause_is_ended_by_somebody CHECK (((resumed_at IS NULL) = (resumed_by IS NULL)))
);

ALTER TABLE ONLY public.mail_pause FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.mail_pause IS 'Each time that a person paused mail. While one is on, what it is about is not sent, and nothing of it is lost.';

COMMENT ON COLUMN public.mail_pause.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.mail_pause.pause_id IS 'Order of arrival.';

COMMENT ON COLUMN public.mail_pause.client_id IS 'The client that nudges may not be about; NULL: all mail of the agency. It stays when the client goes.';

COMMENT ON COLUMN public.mail_pause.client IS 'The client''s id at its source.';

COMMENT ON COLUMN public.mail_pause.reason IS 'Why, in the words of who paused it.';

COMMENT ON COLUMN public.mail_pause.paused_at IS 'Since when.';

COMMENT ON COLUMN public.mail_pause.paused_by IS 'Who paused it.';

COMMENT ON COLUMN public.mail_pause.resumed_at IS 'Until when; NULL: it is on.';

COMMENT ON COLUMN public.mail_pause.resumed_by IS 'Who let it go again.';

ALTER TABLE public.mail_pause ALTER COLUMN pause_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mail_pause_pause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.message_attachment (
    agency_id integer NOT NULL,
    message_id bigint NOT NULL,
    file_name text NOT NULL COLLATE pg_catalog."C",
    media_type text NOT NULL,
    bytes bytea NOT NULL
);

ALTER TABLE ONLY public.message_attachment FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.message_attachment IS 'Files that go with a message, byte for byte as they were when it was made, so that it is the same however often it is sent.';

COMMENT ON COLUMN public.message_attachment.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.message_attachment.message_id IS 'The message.';

COMMENT ON COLUMN public.message_attachment.file_name IS 'Name of the file as its reader sees it.';

COMMENT ON COLUMN public.message_attachment.media_type IS 'MIME type with parameters.';

COMMENT ON COLUMN public.message_attachment.bytes IS 'Content.';

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
    step text NOT NULL COLLATE pg_catalog."C",
    due_at timestamp with time zone NOT NULL,
    recipient_kind text NOT NULL,
    recipient_id bigint NOT NULL,
    message_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.nudge FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.nudge IS 'A step of a follow-up''s escalation that was put into a message: once per due time and recipient.';

COMMENT ON COLUMN public.nudge.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.nudge.candidate_id IS 'The follow-up''s candidate.';

COMMENT ON COLUMN public.nudge.follow_up_id IS 'The follow-up.';

COMMENT ON COLUMN public.nudge.step IS 'Which step of the escalation, and in which role its recipient is reminded: due + 2 bd: recruiter.';

COMMENT ON COLUMN public.nudge.due_at IS 'The due time it reminded of; a follow-up that moves is armed again.';

COMMENT ON COLUMN public.nudge.recipient_kind IS 'candidate or recruiter.';

COMMENT ON COLUMN public.nudge.recipient_id IS 'Their id in the table of their kind.';

COMMENT ON COLUMN public.nudge.message_id IS 'The message it went with.';

COMMENT ON COLUMN public.nudge.created_at IS 'As of when.';

CREATE VIEW public.nudge_sent WITH (security_invoker='true') AS
 SELECT nudge.agency_id,
    nudge.candidate_id,
    nudge.follow_up_id,
    nudge.message_id
   FROM (public.nudge
     JOIN public.message ON (((message.agency_id = nudge.agency_id) AND (message.message_id = nudge.message_id))))
  WHERE (message.state = 'sent'::text);

COMMENT ON VIEW public.nudge_sent IS 'Steps of escalations whose message was sent, to any recipient; those that wait, failed or are uncertain are not among them.';

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

CREATE TABLE public.person_merged (
    agency_id integer NOT NULL,
    merge_id bigint NOT NULL,
    kind text NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL COLLATE pg_catalog."C",
    candidate_id bigint,
    contact_id bigint,
    reference_id bigint,
    name text NOT NULL,
    email text,
    phone text,
    do_not_contact boolean NOT NULL,
    consent text,
    status text,
    merged_at timestamp with time zone NOT NULL,
    merged_by text NOT NULL,
    CONSTRAINT person_merged_is_of_the_kind_of_the_row_kept CHECK ((((kind = 'candidate'::text) = (candidate_id IS NOT NULL)) AND ((kind = 'contact'::text) = (contact_id IS NOT NULL)) AND ((kind = 'reference'::text) = (reference_id IS NOT NULL)))),
    CONSTRAINT person_merged_kind_is_known CHECK ((kind = ANY (ARRAY['candidate'::text, 'contact'::text, 'reference'::text])))
);

ALTER TABLE ONLY public.person_merged FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.person_merged IS 'Rows that were merged into another row of the same person. An import takes their ids for those of the row that was kept.';

COMMENT ON COLUMN public.person_merged.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.person_merged.merge_id IS 'Order of arrival.';

COMMENT ON COLUMN public.person_merged.kind IS 'candidate, contact or reference.';

COMMENT ON COLUMN public.person_merged.source IS 'The source of the row that is gone.';

COMMENT ON COLUMN public.person_merged.external_id IS 'Its id there.';

COMMENT ON COLUMN public.person_merged.candidate_id IS 'The candidate that was kept; NULL: it is of another kind.';

COMMENT ON COLUMN public.person_merged.contact_id IS 'The contact that was kept; NULL: it is of another kind.';

COMMENT ON COLUMN public.person_merged.reference_id IS 'The reference that was kept; NULL: it is of another kind.';

COMMENT ON COLUMN public.person_merged.name IS 'The name on the row that is gone.';

COMMENT ON COLUMN public.person_merged.email IS 'Its address; whoever exports or erases the person by it finds the row that was kept.';

COMMENT ON COLUMN public.person_merged.phone IS 'Its telephone number.';

COMMENT ON COLUMN public.person_merged.do_not_contact IS 'Whether nobody was to contact them by that row: it holds for the row kept, whatever its source says, until the source says otherwise of this one.';

COMMENT ON COLUMN public.person_merged.consent IS 'Consent of a reference by that row: no holds in the same way.';

COMMENT ON COLUMN public.person_merged.status IS 'Status of a candidate or a reference on that row: refused and bounced hold in the same way.';

COMMENT ON COLUMN public.person_merged.merged_at IS 'As of when.';

COMMENT ON COLUMN public.person_merged.merged_by IS 'Who did it.';

ALTER TABLE public.person_merged ALTER COLUMN merge_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.person_merged_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.person_spoken_with WITH (security_invoker='true') AS
 SELECT spoken.agency_id,
    spoken.person,
    max(spoken.happened_at) AS happened_at
   FROM ( SELECT reference.agency_id,
            reference.person,
            touch.happened_at
           FROM (public.reference_contact reference
             JOIN public.touch ON (((touch.agency_id = reference.agency_id) AND (touch.actor_id = reference.reference_id))))
          WHERE ((touch.actor_kind = 'reference'::text) AND (touch.purpose <> 'reminder'::text))
        UNION ALL
         SELECT reference.agency_id,
            reference.person,
            touch.happened_at
           FROM (public.reference_contact reference
             JOIN public.touch ON (((touch.agency_id = reference.agency_id) AND (touch.party_id = reference.reference_id))))
          WHERE ((touch.party_kind = 'reference'::text) AND (touch.purpose <> 'reminder'::text))
        UNION ALL
         SELECT contact_spoken_with.agency_id,
            contact_spoken_with.person,
            contact_spoken_with.happened_at
           FROM public.contact_spoken_with) spoken
  GROUP BY spoken.agency_id, spoken.person;

COMMENT ON VIEW public.person_spoken_with IS 'The last touch with a person who is a reference, on any of their rows; a reminder does not count.';

CREATE VIEW public.used_reference WITH (security_invoker='true') AS
 SELECT use.agency_id,
    use.candidate_id,
    use.application_id,
    use.reference_id,
    min(use.happened_at) AS used_from
   FROM ( SELECT touch.agency_id,
            touch.candidate_id,
            touch.application_id,
            touch.actor_id AS reference_id,
            touch.happened_at
           FROM public.touch
          WHERE ((touch.application_id IS NOT NULL) AND (touch.purpose = ANY (ARRAY['heads_up'::text, 'guidance'::text, 'reference_check'::text, 'progress'::text, 'accuracy'::text])) AND (touch.actor_kind = 'reference'::text))
        UNION ALL
         SELECT touch.agency_id,
            touch.candidate_id,
            touch.application_id,
            touch.party_id,
            touch.happened_at
           FROM public.touch
          WHERE ((touch.application_id IS NOT NULL) AND (touch.purpose = ANY (ARRAY['heads_up'::text, 'guidance'::text, 'reference_check'::text, 'progress'::text, 'accuracy'::text])) AND (touch.party_kind = 'reference'::text))) use
  GROUP BY use.agency_id, use.candidate_id, use.application_id, use.reference_id;

COMMENT ON VIEW public.used_reference IS 'References with a touch of purpose heads_up, guidance, reference_check, progress or accuracy that names the application; used from the first on.';

CREATE VIEW public.person_told_outcome WITH (security_invoker='true') AS
 SELECT DISTINCT told.agency_id,
    reference.person,
    told.application_id,
    told.external_id,
    told.happened_at
   FROM ((public.outcome_told told
     JOIN public.reference_contact reference USING (agency_id, candidate_id, reference_id))
     LEFT JOIN public.used_reference USING (agency_id, candidate_id, application_id, reference_id))
  WHERE (told.is_named OR (used_reference.used_from IS NOT NULL));

COMMENT ON VIEW public.person_told_outcome IS 'Each time that a person, on any of their rows, was told how an application ended that names or uses them.';

CREATE TABLE public.plan_queue (
    agency_id integer NOT NULL,
    plan_queue_id bigint NOT NULL,
    candidate_id bigint NOT NULL
);

ALTER TABLE ONLY public.plan_queue FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.plan_queue IS 'Candidates whose facts changed since they were planned. Append-only for writers, so that they never wait; the planner takes rows out.';

COMMENT ON COLUMN public.plan_queue.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.plan_queue.plan_queue_id IS 'Tells rows apart.';

COMMENT ON COLUMN public.plan_queue.candidate_id IS 'Who is to be planned again; 0: everybody.';

ALTER TABLE public.plan_queue ALTER COLUMN plan_queue_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plan_queue_plan_queue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policy_change (
    agency_id integer NOT NULL,
    change_id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    client text COLLATE pg_catalog."C",
    value_before text,
    value text,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL
);

ALTER TABLE ONLY public.policy_change FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.policy_change IS 'Each change of the policy, by command or import: what was in force, what was set, who did it and when.';

COMMENT ON COLUMN public.policy_change.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.policy_change.change_id IS 'Order of arrival.';

COMMENT ON COLUMN public.policy_change.key IS 'The policy key, or rule.parameter.';

COMMENT ON COLUMN public.policy_change.client IS 'The id at its source of the client it is for; NULL: for all. It stays when the client goes.';

COMMENT ON COLUMN public.policy_change.value_before IS 'The value that was set before; NULL: none was.';

COMMENT ON COLUMN public.policy_change.value IS 'The value that was set; NULL: back to the default.';

COMMENT ON COLUMN public.policy_change.changed_at IS 'As of when it was set.';

COMMENT ON COLUMN public.policy_change.changed_by IS 'Who set it, and from what.';

ALTER TABLE public.policy_change ALTER COLUMN change_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policy_change_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policy_key (
    key text NOT NULL COLLATE pg_catalog."C",
    default_value text,
    kind text NOT NULL,
    minimum integer,
    choices text[],
    per_client boolean DEFAULT false NOT NULL,
    summary text NOT NULL,
    maximum integer,
    CONSTRAINT policy_key_kind_is_known CHECK ((kind = ANY (ARRAY['integer'::text, 'boolean'::text, 'clock'::text, 'zone'::text, 'weekdays'::text, 'choice'::text, 'date'::text, 'addresses'::text, 'days'::text])))
);

COMMENT ON TABLE public.policy_key IS 'The agency-wide policy keys of the practice with their defaults; rule.parameter keys come from the rule files.';

COMMENT ON COLUMN public.policy_key.key IS 'Name as in policy.csv.';

COMMENT ON COLUMN public.policy_key.default_value IS 'Value in force when nobody set one; NULL: must be set.';

COMMENT ON COLUMN public.policy_key.kind IS 'How the value is read.';

COMMENT ON COLUMN public.policy_key.minimum IS 'Least allowed integer.';

COMMENT ON COLUMN public.policy_key.choices IS 'Allowed words of a choice.';

COMMENT ON COLUMN public.policy_key.per_client IS 'Whether a client may have its own value.';

COMMENT ON COLUMN public.policy_key.summary IS 'What the key decides, in a sentence.';

COMMENT ON COLUMN public.policy_key.maximum IS 'Greatest allowed integer.';

CREATE TABLE public.readmission (
    agency_id integer NOT NULL,
    readmission_id bigint NOT NULL,
    readmitted_at timestamp with time zone NOT NULL,
    readmitted_by text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT readmission_has_a_reason CHECK ((btrim(reason) <> ''::text))
);

ALTER TABLE ONLY public.readmission FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.readmission IS 'Each time that somebody who was erased was let in again: when, by whom and why. Whom, it does not say.';

COMMENT ON COLUMN public.readmission.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.readmission.readmission_id IS 'Order of arrival.';

COMMENT ON COLUMN public.readmission.readmitted_at IS 'As of when.';

COMMENT ON COLUMN public.readmission.readmitted_by IS 'Who did it.';

COMMENT ON COLUMN public.readmission.reason IS 'Why, in words that do not say who it is.';

ALTER TABLE public.readmission ALTER COLUMN readmission_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.readmission_readmission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

COMMENT ON VIEW public.stage_entry IS 'When an application entered which stage: its history and what its own row says; a date not known counts as always. Of two at the same moment, the one with the higher place comes later.';

CREATE VIEW public.reference_check_stage WITH (security_invoker='true') AS
 SELECT entered.agency_id,
    entered.candidate_id,
    entered.application_id,
    entered.entered_at,
    min(later.since) AS left_at
   FROM (( SELECT stage_entry.agency_id,
            stage_entry.candidate_id,
            stage_entry.application_id,
            max(stage_entry.since) AS entered_at,
            max(stage_entry.place) AS place
           FROM public.stage_entry
          WHERE (stage_entry.stage = 'reference_check'::text)
          GROUP BY stage_entry.agency_id, stage_entry.candidate_id, stage_entry.application_id) entered
     LEFT JOIN public.stage_entry later ON (((later.agency_id = entered.agency_id) AND (later.candidate_id = entered.candidate_id) AND (later.application_id = entered.application_id) AND (later.stage <> 'reference_check'::text) AND (ROW(later.since, later.place) > ROW(entered.entered_at, entered.place)))))
  GROUP BY entered.agency_id, entered.candidate_id, entered.application_id, entered.entered_at;

COMMENT ON VIEW public.reference_check_stage IS 'The reference check of an application as it was last entered, and when the first other stage after that ended it, also one at the same moment that is later in the list of stages.';

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

COMMENT ON TABLE public.repeatable IS 'The text with which each file of sql/functions was last applied.';

COMMENT ON COLUMN public.repeatable.name IS 'The file''s name.';

COMMENT ON COLUMN public.repeatable.digest IS 'SHA-256 of its text.';

CREATE TABLE public.rule_in_force (
    agency_id integer NOT NULL,
    rule text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL,
    minutes integer
);

ALTER TABLE ONLY public.rule_in_force FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.rule_in_force IS 'With which text and parameters each rule was last planned; a difference replans everybody.';

COMMENT ON COLUMN public.rule_in_force.agency_id IS 'The tenant.';

COMMENT ON COLUMN public.rule_in_force.rule IS 'The rule.';

COMMENT ON COLUMN public.rule_in_force.digest IS 'SHA-256 of its text and the parameter values in force.';

COMMENT ON COLUMN public.rule_in_force.minutes IS 'How long its action takes, from the rule''s header as it was last planned; NULL: not planned since this is kept.';

CREATE TABLE public.schema_version (
    version integer NOT NULL,
    file text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.schema_version IS 'The migrations that were applied; each puts its row in first.';

COMMENT ON COLUMN public.schema_version.version IS 'Number of the migration.';

COMMENT ON COLUMN public.schema_version.file IS 'Its file.';

COMMENT ON COLUMN public.schema_version.applied_at IS 'When.';

CREATE VIEW public.thanked_interviewer WITH (security_invoker='true') AS
 SELECT touch.agency_id,
    touch.candidate_id,
    touch.about_interview_id AS interview_id,
    touch.party_id AS contact_id,
    touch.channel,
    min(touch.happened_at) AS happened_at
   FROM (public.interview_touch touch
     JOIN public.held_interview about ON (((about.agency_id = touch.agency_id) AND (about.candidate_id = touch.candidate_id) AND (about.interview_id = touch.about_interview_id))))
  WHERE ((touch.purpose = 'thank_you'::text) AND (touch.actor_kind = 'candidate'::text) AND (touch.actor_id = touch.candidate_id) AND (touch.party_kind = 'contact'::text) AND (touch.happened_at >= about.ends_at))
  GROUP BY touch.agency_id, touch.candidate_id, touch.about_interview_id, touch.party_id, touch.channel;

COMMENT ON VIEW public.thanked_interviewer IS 'When a candidate first thanked a contact for a held interview since its end, by each channel.';

CREATE VIEW public.told_reference WITH (security_invoker='true') AS
 SELECT outcome_told.agency_id,
    outcome_told.candidate_id,
    outcome_told.application_id,
    outcome_told.reference_id,
    min(outcome_told.happened_at) AS told_at
   FROM public.outcome_told
  GROUP BY outcome_told.agency_id, outcome_told.candidate_id, outcome_told.application_id, outcome_told.reference_id;

COMMENT ON VIEW public.told_reference IS 'When the candidate first told a reference how an application ended.';

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
    touch.is_wordless,
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

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_pkey PRIMARY KEY (agency_id, recruiter_id, from_on);

ALTER TABLE ONLY public.address_allowed
    ADD CONSTRAINT address_allowed_pkey PRIMARY KEY (agency_id, allowed_id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_name_is_unique UNIQUE (name);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (agency_id);

ALTER TABLE ONLY public.agency_secret
    ADD CONSTRAINT agency_secret_pkey PRIMARY KEY (agency_id);

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

ALTER TABLE ONLY public.client_answer
    ADD CONSTRAINT client_answer_ends_one_silence PRIMARY KEY (agency_id, candidate_id, application_id, began_at);

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_external_id_is_unique UNIQUE (agency_id, source, external_id);

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (agency_id, client_id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_external_id_is_unique UNIQUE (agency_id, external_id, source);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (agency_id, contact_id);

ALTER TABLE ONLY public.erased_digest
    ADD CONSTRAINT erased_digest_pkey PRIMARY KEY (agency_id, digest);

ALTER TABLE ONLY public.erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (agency_id, erasure_id);

ALTER TABLE ONLY public.erasure_salt
    ADD CONSTRAINT erasure_salt_pkey PRIMARY KEY (agency_id);

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

ALTER TABLE ONLY public.import_change
    ADD CONSTRAINT import_change_pkey PRIMARY KEY (agency_id, import_id, change_id);

ALTER TABLE ONLY public.import_file
    ADD CONSTRAINT import_file_pkey PRIMARY KEY (agency_id, import_id, file, target);

ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_pkey PRIMARY KEY (agency_id, import_id);

ALTER TABLE ONLY public.import_reject
    ADD CONSTRAINT import_reject_pkey PRIMARY KEY (agency_id, import_id, reject_id);

ALTER TABLE ONLY public.import_skip
    ADD CONSTRAINT import_skip_pkey PRIMARY KEY (agency_id, import_id, skip_id);

ALTER TABLE ONLY public.inbox_folder
    ADD CONSTRAINT inbox_folder_pkey PRIMARY KEY (agency_id, folder);

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT inbox_message_is_taken_once UNIQUE (agency_id, message_id);

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT inbox_message_pkey PRIMARY KEY (agency_id, inbox_id);

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

ALTER TABLE ONLY public.mail_address
    ADD CONSTRAINT mail_address_pkey PRIMARY KEY (agency_id, address);

ALTER TABLE ONLY public.mail_pause
    ADD CONSTRAINT mail_pause_pkey PRIMARY KEY (agency_id, pause_id);

ALTER TABLE ONLY public.message_attachment
    ADD CONSTRAINT message_attachment_pkey PRIMARY KEY (agency_id, message_id, file_name);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_key_is_unique UNIQUE (agency_id, key);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (agency_id, message_id);

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_is_sent_once PRIMARY KEY (agency_id, candidate_id, follow_up_id, step, due_at, recipient_kind, recipient_id);

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_step_goes_to_one UNIQUE (agency_id, candidate_id, follow_up_id, step, due_at);

ALTER TABLE ONLY public.person_merged
    ADD CONSTRAINT person_merged_is_merged_once UNIQUE (agency_id, kind, external_id, source);

ALTER TABLE ONLY public.person_merged
    ADD CONSTRAINT person_merged_pkey PRIMARY KEY (agency_id, merge_id);

ALTER TABLE ONLY public.plan_queue
    ADD CONSTRAINT plan_queue_pkey PRIMARY KEY (agency_id, candidate_id, plan_queue_id);

ALTER TABLE ONLY public.policy_change
    ADD CONSTRAINT policy_change_pkey PRIMARY KEY (agency_id, change_id);

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_is_set_once UNIQUE NULLS NOT DISTINCT (agency_id, key, client_id);

ALTER TABLE ONLY public.policy_key
    ADD CONSTRAINT policy_key_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.practice_in_force
    ADD CONSTRAINT practice_pkey PRIMARY KEY (agency_id);

ALTER TABLE ONLY public.readmission
    ADD CONSTRAINT readmission_pkey PRIMARY KEY (agency_id, readmission_id);

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

CREATE INDEX address_allowed_by_time ON public.address_allowed USING btree (agency_id, allowed_at);

CREATE INDEX application_by_announcement ON public.application USING btree (agency_id, announce_on) WHERE (announce_on IS NOT NULL);

CREATE INDEX application_by_decision ON public.application USING btree (agency_id, decided_at) WHERE (decided_at IS NOT NULL);

CREATE INDEX application_by_job_order ON public.application USING btree (agency_id, job_order_id);

CREATE INDEX application_by_stage_time ON public.application USING btree (agency_id, stage_since) WHERE (stage_since IS NOT NULL);

CREATE INDEX application_by_start ON public.application USING btree (agency_id, start_on) WHERE (start_on IS NOT NULL);

CREATE INDEX application_near_offer ON public.application USING btree (agency_id, candidate_id) WHERE ((decision IS NULL) AND (stage = ANY (ARRAY['reference_check'::text, 'offer'::text])));

CREATE INDEX application_stage_by_time ON public.application_stage USING btree (agency_id, since);

CREATE INDEX attendee_by_contact ON public.attendee USING btree (agency_id, contact_id);

CREATE INDEX candidate_by_recruiter ON public.candidate USING btree (agency_id, recruiter_id);

CREATE INDEX candidate_erased ON public.candidate USING btree (agency_id, erased_at) WHERE (erased_at IS NOT NULL);

CREATE INDEX client_answer_by_client ON public.client_answer USING btree (agency_id, client_id, answered_at) INCLUDE (began_at);

CREATE INDEX contact_by_client ON public.contact USING btree (agency_id, client_id);

CREATE INDEX contact_by_person ON public.contact USING btree (agency_id, person);

CREATE INDEX contact_erased ON public.contact USING btree (agency_id, erased_at) WHERE (erased_at IS NOT NULL);

CREATE INDEX contact_off_limits ON public.contact USING btree (agency_id, person) WHERE do_not_contact;

CREATE INDEX erasure_by_time ON public.erasure USING btree (agency_id, erased_at);

CREATE INDEX follow_up_answer_by_follow_up ON public.follow_up_answer USING btree (agency_id, follow_up_id);

CREATE INDEX follow_up_answer_by_time ON public.follow_up_answer USING btree (agency_id, answered_at);

CREATE INDEX follow_up_answer_by_touch ON public.follow_up_answer USING btree (agency_id, touch_id) WHERE (touch_id IS NOT NULL);

CREATE INDEX follow_up_answer_undone_by_time ON public.follow_up_answer USING btree (agency_id, undone_at) WHERE (undone_at IS NOT NULL);

CREATE INDEX follow_up_by_due ON public.follow_up USING btree (agency_id, due_at) WHERE (NOT withdrawn);

CREATE INDEX follow_up_by_id ON public.follow_up USING btree (agency_id, follow_up_id);

CREATE INDEX follow_up_by_recruiter ON public.follow_up USING btree (agency_id, recruiter_id, closes_at);

CREATE INDEX follow_up_open_work ON public.follow_up USING btree (agency_id, closes_at);

CREATE INDEX follow_up_withdrawn_by_recruiter ON public.follow_up USING btree (agency_id, recruiter_id, due_at) WHERE withdrawn;

CREATE INDEX import_by_time ON public.import USING btree (agency_id, as_of);

CREATE INDEX import_out_by_target ON public.import_out USING btree (agency_id, import_id, target);

CREATE INDEX import_row_by_target ON public.import_row USING btree (agency_id, import_id, target);

CREATE INDEX inbox_message_settled_by_time ON public.inbox_message USING btree (agency_id, settled_at) WHERE (settled_at IS NOT NULL);

CREATE INDEX inbox_message_waits ON public.inbox_message USING btree (agency_id, inbox_id) WHERE ((state = 'unmatched'::text) AND (settled_at IS NULL));

CREATE INDEX interview_by_application ON public.interview USING btree (agency_id, candidate_id, application_id);

CREATE INDEX interview_by_start ON public.interview USING btree (agency_id, starts_at);

CREATE INDEX job_order_by_client ON public.job_order USING btree (agency_id, client_id);

CREATE INDEX job_order_by_hiring_contact ON public.job_order USING btree (agency_id, hiring_contact_id) WHERE (hiring_contact_id IS NOT NULL);

CREATE INDEX job_order_by_recruiter ON public.job_order USING btree (agency_id, recruiter_id);

CREATE INDEX job_run_by_date ON public.job_run USING btree (agency_id, business_date, run_id);

CREATE INDEX job_run_unfinished ON public.job_run USING btree (agency_id, job, business_date) WHERE (state = ANY (ARRAY['running'::text, 'interrupted'::text, 'failed'::text]));

CREATE INDEX mail_pause_by_time ON public.mail_pause USING btree (agency_id, paused_at);

CREATE UNIQUE INDEX mail_pause_is_on_once ON public.mail_pause USING btree (agency_id, client_id) NULLS NOT DISTINCT WHERE (resumed_at IS NULL);

CREATE INDEX mail_pause_resumed_by_time ON public.mail_pause USING btree (agency_id, resumed_at) WHERE (resumed_at IS NOT NULL);

CREATE INDEX message_by_date ON public.message USING btree (agency_id, local_date);

CREATE INDEX message_by_recipient ON public.message USING btree (agency_id, recipient_kind, recipient_id, local_date);

CREATE INDEX message_unsettled ON public.message USING btree (agency_id, state, message_id) WHERE (state = ANY (ARRAY['queued'::text, 'claimed'::text, 'sending'::text, 'uncertain'::text, 'failed'::text]));

CREATE INDEX nudge_by_message ON public.nudge USING btree (agency_id, message_id);

CREATE INDEX person_merged_by_candidate ON public.person_merged USING btree (agency_id, candidate_id) WHERE (candidate_id IS NOT NULL);

CREATE INDEX person_merged_by_contact ON public.person_merged USING btree (agency_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX person_merged_by_reference ON public.person_merged USING btree (agency_id, reference_id) WHERE (reference_id IS NOT NULL);

CREATE INDEX person_merged_by_source ON public.person_merged USING btree (agency_id, source);

CREATE INDEX person_merged_by_time ON public.person_merged USING btree (agency_id, merged_at);

CREATE INDEX policy_by_client ON public.policy USING btree (agency_id, client_id) WHERE (client_id IS NOT NULL);

CREATE INDEX policy_change_by_time ON public.policy_change USING btree (agency_id, changed_at);

CREATE INDEX readmission_by_time ON public.readmission USING btree (agency_id, readmitted_at);

CREATE INDEX recruiter_by_manager ON public.recruiter USING btree (agency_id, manager_id) WHERE (manager_id IS NOT NULL);

CREATE INDEX reference_contact_by_addition ON public.reference_contact USING btree (agency_id, added_at);

CREATE INDEX reference_contact_by_person ON public.reference_contact USING btree (agency_id, person);

CREATE INDEX reference_contact_erased ON public.reference_contact USING btree (agency_id, erased_at) WHERE (erased_at IS NOT NULL);

CREATE INDEX reference_contact_off_limits ON public.reference_contact USING btree (agency_id, person) WHERE do_not_contact;

CREATE INDEX touch_by_actor ON public.touch USING btree (agency_id, actor_kind, actor_id, happened_at);

CREATE INDEX touch_by_application ON public.touch USING btree (agency_id, candidate_id, application_id, purpose, happened_at) WHERE (application_id IS NOT NULL);

CREATE INDEX touch_by_candidate ON public.touch USING btree (agency_id, candidate_id, happened_at);

CREATE INDEX touch_by_interview ON public.touch USING btree (agency_id, candidate_id, interview_id) WHERE (interview_id IS NOT NULL);

CREATE INDEX touch_by_party ON public.touch USING btree (agency_id, party_kind, party_id, happened_at);

CREATE INDEX touch_by_time ON public.touch USING btree (agency_id, happened_at);

CREATE INDEX touch_forced ON public.touch USING btree (agency_id, happened_at) WHERE (forced_past IS NOT NULL);

CREATE INDEX touch_retracted_by_time ON public.touch_retracted USING btree (agency_id, retracted_at);

CREATE TRIGGER agency_derives_practice AFTER INSERT OR UPDATE OF time_zone ON public.agency FOR EACH ROW EXECUTE FUNCTION public.practice_changed();

CREATE TRIGGER application_queues_candidates AFTER INSERT OR DELETE OR UPDATE ON public.application FOR EACH ROW EXECUTE FUNCTION public.application_changed();

CREATE TRIGGER application_stage_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.application_stage FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER attendee_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.attendee FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER candidate_is_back AFTER UPDATE ON public.candidate FOR EACH ROW WHEN (((old.erased_at IS NOT NULL) AND (new.erased_at IS NULL))) EXECUTE FUNCTION public.person_is_back('candidate', 'candidate_id');

CREATE TRIGGER candidate_is_named_again BEFORE UPDATE OF name ON public.candidate FOR EACH ROW WHEN (((old.readmitted_at IS NOT NULL) AND (old.name IS DISTINCT FROM new.name))) EXECUTE FUNCTION public.person_is_named_again();

CREATE TRIGGER candidate_queues_itself AFTER INSERT OR UPDATE ON public.candidate FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER candidate_takes_touches_along AFTER DELETE ON public.candidate FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('candidate', 'candidate_id');

CREATE TRIGGER client_queues_candidates AFTER UPDATE ON public.client FOR EACH ROW EXECUTE FUNCTION public.client_changed();

CREATE TRIGGER contact_is_back AFTER UPDATE ON public.contact FOR EACH ROW WHEN (((old.erased_at IS NOT NULL) AND (new.erased_at IS NULL))) EXECUTE FUNCTION public.person_is_back('contact', 'contact_id');

CREATE TRIGGER contact_is_named_again BEFORE UPDATE OF name ON public.contact FOR EACH ROW WHEN (((old.readmitted_at IS NOT NULL) AND (old.name IS DISTINCT FROM new.name))) EXECUTE FUNCTION public.person_is_named_again();

CREATE TRIGGER contact_queues_candidates AFTER UPDATE ON public.contact FOR EACH ROW EXECUTE FUNCTION public.contact_changed();

CREATE TRIGGER contact_queues_person AFTER DELETE OR UPDATE ON public.contact FOR EACH ROW EXECUTE FUNCTION public.person_changed();

CREATE TRIGGER contact_says_who BEFORE INSERT OR UPDATE OF email, phone ON public.contact FOR EACH ROW EXECUTE FUNCTION public.row_says_who('contact');

CREATE TRIGGER contact_takes_touches_along AFTER DELETE ON public.contact FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('contact', 'contact_id');

CREATE TRIGGER gone_touches_queue_candidates AFTER DELETE ON public.touch REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.touches_changed();

CREATE TRIGGER holiday_derives_practice AFTER INSERT OR DELETE OR UPDATE ON public.holiday FOR EACH ROW EXECUTE FUNCTION public.practice_changed();

CREATE TRIGGER import_row_is_the_chosen_agencys BEFORE INSERT ON public.import_row FOR EACH ROW WHEN ((new.agency_id IS DISTINCT FROM public.current_agency())) EXECUTE FUNCTION public.refuse_another_agency();

CREATE TRIGGER import_row_stays_the_chosen_agencys BEFORE DELETE OR UPDATE ON public.import_row FOR EACH ROW WHEN ((old.agency_id IS DISTINCT FROM public.current_agency())) EXECUTE FUNCTION public.refuse_another_agency();

CREATE TRIGGER interview_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.interview FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER job_order_queues_candidates AFTER UPDATE ON public.job_order FOR EACH ROW EXECUTE FUNCTION public.job_order_changed();

CREATE TRIGGER new_touches_queue_candidates AFTER INSERT ON public.touch REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.touches_changed();

CREATE TRIGGER policy_derives_practice AFTER INSERT OR DELETE OR UPDATE ON public.policy FOR EACH ROW EXECUTE FUNCTION public.policy_changed();

CREATE TRIGGER practice_in_force_derives_persons AFTER UPDATE OF nobodys_addresses ON public.practice_in_force FOR EACH ROW WHEN ((old.nobodys_addresses IS DISTINCT FROM new.nobodys_addresses)) EXECUTE FUNCTION public.nobodys_addresses_changed();

CREATE TRIGGER recruiter_takes_touches_along AFTER DELETE ON public.recruiter FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('recruiter', 'recruiter_id');

CREATE TRIGGER reference_contact_is_back AFTER UPDATE ON public.reference_contact FOR EACH ROW WHEN (((old.erased_at IS NOT NULL) AND (new.erased_at IS NULL))) EXECUTE FUNCTION public.person_is_back('reference', 'reference_id');

CREATE TRIGGER reference_contact_is_named_again BEFORE UPDATE OF name ON public.reference_contact FOR EACH ROW WHEN (((old.readmitted_at IS NOT NULL) AND (old.name IS DISTINCT FROM new.name))) EXECUTE FUNCTION public.person_is_named_again();

CREATE TRIGGER reference_contact_queues_candidate AFTER INSERT OR DELETE OR UPDATE ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.candidates_fact_changed();

CREATE TRIGGER reference_contact_queues_person AFTER DELETE OR UPDATE ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.person_changed();

CREATE TRIGGER reference_contact_says_who BEFORE INSERT OR UPDATE OF email, phone ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.row_says_who('reference');

CREATE TRIGGER reference_contact_takes_touches_along AFTER DELETE ON public.reference_contact FOR EACH ROW EXECUTE FUNCTION public.touches_go_with_a_person('reference', 'reference_id');

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_cover_is_a_recruiter FOREIGN KEY (agency_id, cover_id) REFERENCES public.recruiter(agency_id, recruiter_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_is_a_recruiters FOREIGN KEY (agency_id, recruiter_id) REFERENCES public.recruiter(agency_id, recruiter_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.address_allowed
    ADD CONSTRAINT address_allowed_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.agency_secret
    ADD CONSTRAINT agency_secret_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.client_answer
    ADD CONSTRAINT client_answer_is_a_clients FOREIGN KEY (agency_id, client_id) REFERENCES public.client(agency_id, client_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.client_answer
    ADD CONSTRAINT client_answer_is_about_an_application FOREIGN KEY (agency_id, candidate_id, application_id) REFERENCES public.application(agency_id, candidate_id, application_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_works_for_a_client FOREIGN KEY (agency_id, client_id) REFERENCES public.client(agency_id, client_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.erased_digest
    ADD CONSTRAINT erased_digest_is_of_an_erasure FOREIGN KEY (agency_id, erasure_id) REFERENCES public.erasure(agency_id, erasure_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.erasure
    ADD CONSTRAINT erasure_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.erasure_salt
    ADD CONSTRAINT erasure_salt_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follow_up_answer
    ADD CONSTRAINT follow_up_answer_is_about_a_follow_up FOREIGN KEY (agency_id, candidate_id, follow_up_id) REFERENCES public.follow_up(agency_id, candidate_id, follow_up_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follow_up
    ADD CONSTRAINT follow_up_is_a_candidates FOREIGN KEY (agency_id, candidate_id) REFERENCES public.candidate(agency_id, candidate_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.holiday
    ADD CONSTRAINT holiday_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_change
    ADD CONSTRAINT import_change_is_an_imports FOREIGN KEY (agency_id, import_id) REFERENCES public.import(agency_id, import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_file
    ADD CONSTRAINT import_file_is_an_imports FOREIGN KEY (agency_id, import_id) REFERENCES public.import(agency_id, import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_reject
    ADD CONSTRAINT import_reject_is_an_imports FOREIGN KEY (agency_id, import_id) REFERENCES public.import(agency_id, import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_skip
    ADD CONSTRAINT import_skip_is_an_imports FOREIGN KEY (agency_id, import_id) REFERENCES public.import(agency_id, import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.inbox_folder
    ADD CONSTRAINT inbox_folder_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT inbox_message_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.mail_address
    ADD CONSTRAINT mail_address_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mail_pause
    ADD CONSTRAINT mail_pause_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message_attachment
    ADD CONSTRAINT message_attachment_goes_with_a_message FOREIGN KEY (agency_id, message_id) REFERENCES public.message(agency_id, message_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_goes_with_a_message FOREIGN KEY (agency_id, message_id) REFERENCES public.message(agency_id, message_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.nudge
    ADD CONSTRAINT nudge_reminds_of_a_follow_up FOREIGN KEY (agency_id, candidate_id, follow_up_id) REFERENCES public.follow_up(agency_id, candidate_id, follow_up_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_merged
    ADD CONSTRAINT person_merged_candidate_is_known FOREIGN KEY (agency_id, candidate_id) REFERENCES public.candidate(agency_id, candidate_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_merged
    ADD CONSTRAINT person_merged_contact_is_known FOREIGN KEY (agency_id, contact_id) REFERENCES public.contact(agency_id, contact_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_merged
    ADD CONSTRAINT person_merged_reference_is_known FOREIGN KEY (agency_id, reference_id) REFERENCES public.reference_contact(agency_id, reference_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.policy_change
    ADD CONSTRAINT policy_change_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_client_is_known FOREIGN KEY (agency_id, client_id) REFERENCES public.client(agency_id, client_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.practice_in_force
    ADD CONSTRAINT practice_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.readmission
    ADD CONSTRAINT readmission_belongs_to_an_agency FOREIGN KEY (agency_id) REFERENCES public.agency(agency_id) ON DELETE CASCADE;

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

ALTER TABLE public.address_allowed ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.agency ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.agency_secret ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.application ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.application_stage ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.attendee ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.candidate ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.client ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.client_answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.erased_digest ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.erasure ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.erasure_salt ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.follow_up ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.follow_up_answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.holiday ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_file ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_out ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_reject ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_skip ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_folder ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.interview ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_order ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_run ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_step ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.mail_address ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.mail_pause ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.message_attachment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.nudge ENABLE ROW LEVEL SECURITY;

CREATE POLICY only_the_chosen_agency ON public.absence USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.address_allowed USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.agency USING (((agency_id = public.current_agency()) OR (public.current_agency() IS NULL)));

CREATE POLICY only_the_chosen_agency ON public.agency_secret USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.application USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.application_stage USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.attendee USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.candidate USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.client USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.client_answer USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.contact USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.erased_digest USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.erasure USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.erasure_salt USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.follow_up USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.follow_up_answer USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.holiday USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_change USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_file USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_out USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_reject USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.import_skip USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.inbox_folder USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.inbox_message USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.interview USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.job_order USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.job_run USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.job_step USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.mail_address USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.mail_pause USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.message USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.message_attachment USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.nudge USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.person_merged USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.plan_queue USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.policy USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.policy_change USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.practice_in_force USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.readmission USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.recruiter USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.reference_contact USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.rule_in_force USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.touch USING ((agency_id = public.current_agency()));

CREATE POLICY only_the_chosen_agency ON public.touch_retracted USING ((agency_id = public.current_agency()));

ALTER TABLE public.person_merged ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.plan_queue ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.policy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.policy_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.practice_in_force ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.readmission ENABLE ROW LEVEL SECURITY;

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

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.address_allowed TO followup_batch;
GRANT SELECT ON TABLE public.address_allowed TO followup_reader;

GRANT USAGE ON SEQUENCE public.address_allowed_allowed_id_seq TO followup_batch;

GRANT SELECT,INSERT,UPDATE ON TABLE public.agency TO followup_batch;
GRANT SELECT ON TABLE public.agency TO followup_reader;

GRANT USAGE ON SEQUENCE public.agency_agency_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.agency_secret TO followup_batch;

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

GRANT SELECT,INSERT,DELETE ON TABLE public.touch TO followup_batch;
GRANT SELECT ON TABLE public.touch TO followup_reader;

GRANT UPDATE(external_id) ON TABLE public.touch TO followup_batch;

GRANT UPDATE(candidate_id) ON TABLE public.touch TO followup_batch;

GRANT UPDATE(actor_id) ON TABLE public.touch TO followup_batch;

GRANT UPDATE(party_id) ON TABLE public.touch TO followup_batch;

GRANT UPDATE(outcome) ON TABLE public.touch TO followup_batch;

GRANT UPDATE(note) ON TABLE public.touch TO followup_batch;

GRANT UPDATE(is_wordless) ON TABLE public.touch TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.candidate_spoken_with TO followup_batch;
GRANT SELECT ON TABLE public.candidate_spoken_with TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client TO followup_batch;
GRANT SELECT ON TABLE public.client TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client_answer TO followup_batch;
GRANT SELECT ON TABLE public.client_answer TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policy TO followup_batch;
GRANT SELECT ON TABLE public.policy TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client_check_in_policy TO followup_batch;
GRANT SELECT ON TABLE public.client_check_in_policy TO followup_reader;

GRANT USAGE ON SEQUENCE public.client_client_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact TO followup_batch;
GRANT SELECT ON TABLE public.contact TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client_response TO followup_batch;
GRANT SELECT ON TABLE public.client_response TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.interview TO followup_batch;
GRANT SELECT ON TABLE public.interview TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.valid_interview TO followup_batch;
GRANT SELECT ON TABLE public.valid_interview TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client_silence TO followup_batch;
GRANT SELECT ON TABLE public.client_silence TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reference_contact TO followup_batch;
GRANT SELECT ON TABLE public.reference_contact TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contactable_reference TO followup_batch;
GRANT SELECT ON TABLE public.contactable_reference TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.consenting_reference TO followup_batch;
GRANT SELECT ON TABLE public.consenting_reference TO followup_reader;

GRANT USAGE ON SEQUENCE public.contact_contact_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact_spoken_with TO followup_batch;
GRANT SELECT ON TABLE public.contact_spoken_with TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contactable_candidate TO followup_batch;
GRANT SELECT ON TABLE public.contactable_candidate TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contactable_contact TO followup_batch;
GRANT SELECT ON TABLE public.contactable_contact TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.employers_check TO followup_batch;
GRANT SELECT ON TABLE public.employers_check TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.employers_first_check TO followup_batch;
GRANT SELECT ON TABLE public.employers_first_check TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.erased_digest TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.erasure TO followup_batch;
GRANT SELECT ON TABLE public.erasure TO followup_reader;

GRANT USAGE ON SEQUENCE public.erasure_erasure_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.erasure_salt TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.first_interview TO followup_batch;
GRANT SELECT ON TABLE public.first_interview TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up TO followup_batch;
GRANT SELECT ON TABLE public.follow_up TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up_answer TO followup_batch;
GRANT SELECT ON TABLE public.follow_up_answer TO followup_reader;

GRANT USAGE ON SEQUENCE public.follow_up_answer_answer_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up_facts TO followup_batch;
GRANT SELECT ON TABLE public.follow_up_facts TO followup_reader;

GRANT USAGE ON SEQUENCE public.follow_up_follow_up_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.held_interview TO followup_batch;
GRANT SELECT ON TABLE public.held_interview TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.holiday TO followup_batch;
GRANT SELECT ON TABLE public.holiday TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import TO followup_batch;
GRANT SELECT ON TABLE public.import TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_change TO followup_batch;
GRANT SELECT ON TABLE public.import_change TO followup_reader;

GRANT USAGE ON SEQUENCE public.import_change_change_id_seq TO followup_batch;

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

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_folder TO followup_batch;
GRANT SELECT ON TABLE public.inbox_folder TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_message TO followup_batch;
GRANT SELECT ON TABLE public.inbox_message TO followup_reader;

GRANT USAGE ON SEQUENCE public.inbox_message_inbox_id_seq TO followup_batch;

GRANT USAGE ON SEQUENCE public.interview_interview_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.interview_touch TO followup_batch;
GRANT SELECT ON TABLE public.interview_touch TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.interviewer TO followup_batch;
GRANT SELECT ON TABLE public.interviewer TO followup_reader;

GRANT USAGE ON SEQUENCE public.job_order_job_order_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_run TO followup_batch;
GRANT SELECT ON TABLE public.job_run TO followup_reader;

GRANT USAGE ON SEQUENCE public.job_run_run_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_step TO followup_batch;
GRANT SELECT ON TABLE public.job_step TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_address TO followup_batch;
GRANT SELECT ON TABLE public.mail_address TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_pause TO followup_batch;
GRANT SELECT ON TABLE public.mail_pause TO followup_reader;

GRANT USAGE ON SEQUENCE public.mail_pause_pause_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message TO followup_batch;
GRANT SELECT ON TABLE public.message TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message_attachment TO followup_batch;
GRANT SELECT ON TABLE public.message_attachment TO followup_reader;

GRANT USAGE ON SEQUENCE public.message_message_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.nudge TO followup_batch;
GRANT SELECT ON TABLE public.nudge TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.nudge_sent TO followup_batch;
GRANT SELECT ON TABLE public.nudge_sent TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outcome_told TO followup_batch;
GRANT SELECT ON TABLE public.outcome_told TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_merged TO followup_batch;
GRANT SELECT ON TABLE public.person_merged TO followup_reader;

GRANT USAGE ON SEQUENCE public.person_merged_merge_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_spoken_with TO followup_batch;
GRANT SELECT ON TABLE public.person_spoken_with TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.used_reference TO followup_batch;
GRANT SELECT ON TABLE public.used_reference TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_told_outcome TO followup_batch;
GRANT SELECT ON TABLE public.person_told_outcome TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plan_queue TO followup_batch;
GRANT SELECT ON TABLE public.plan_queue TO followup_reader;

GRANT USAGE ON SEQUENCE public.plan_queue_plan_queue_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policy_change TO followup_batch;
GRANT SELECT ON TABLE public.policy_change TO followup_reader;

GRANT USAGE ON SEQUENCE public.policy_change_change_id_seq TO followup_batch;

GRANT SELECT ON TABLE public.policy_key TO followup_batch;
GRANT SELECT ON TABLE public.policy_key TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.readmission TO followup_batch;
GRANT SELECT ON TABLE public.readmission TO followup_reader;

GRANT USAGE ON SEQUENCE public.readmission_readmission_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recruiter TO followup_batch;
GRANT SELECT ON TABLE public.recruiter TO followup_reader;

GRANT USAGE ON SEQUENCE public.recruiter_recruiter_id_seq TO followup_batch;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stage_entry TO followup_batch;
GRANT SELECT ON TABLE public.stage_entry TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reference_check_stage TO followup_batch;
GRANT SELECT ON TABLE public.reference_check_stage TO followup_reader;

GRANT USAGE ON SEQUENCE public.reference_contact_reference_id_seq TO followup_batch;

GRANT SELECT ON TABLE public.repeatable TO followup_batch;
GRANT SELECT ON TABLE public.repeatable TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rule_in_force TO followup_batch;
GRANT SELECT ON TABLE public.rule_in_force TO followup_reader;

GRANT SELECT ON TABLE public.schema_version TO followup_batch;
GRANT SELECT ON TABLE public.schema_version TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thanked_interviewer TO followup_batch;
GRANT SELECT ON TABLE public.thanked_interviewer TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.told_reference TO followup_batch;
GRANT SELECT ON TABLE public.told_reference TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.touch_about TO followup_batch;
GRANT SELECT ON TABLE public.touch_about TO followup_reader;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.touch_retracted TO followup_batch;
GRANT SELECT ON TABLE public.touch_retracted TO followup_reader;

GRANT USAGE ON SEQUENCE public.touch_touch_id_seq TO followup_batch;

ALTER DEFAULT PRIVILEGES FOR ROLE followup IN SCHEMA public GRANT USAGE ON SEQUENCES  TO followup_batch;

ALTER DEFAULT PRIVILEGES FOR ROLE followup IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES  TO followup_batch;
ALTER DEFAULT PRIVILEGES FOR ROLE followup IN SCHEMA public GRANT SELECT ON TABLES  TO followup_reader;

