-- functions: words
-- summary: Moments, people and dates as explanations show them.

CREATE OR REPLACE FUNCTION moment_in_words(moment timestamptz, practice practice)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN moment = '-infinity' THEN 'always'
    WHEN moment = 'infinity' THEN 'never'
    ELSE to_char(moment AT TIME ZONE (practice).time_zone, 'Dy YYYY-MM-DD HH24:MI')
      || CASE WHEN date_trunc('minute', moment) <> moment THEN to_char(moment AT TIME ZONE (practice).time_zone, ':SS') ELSE '' END
  END
$$;
COMMENT ON FUNCTION moment_in_words IS 'A moment in the agency''s zone: Thu 2026-11-19 16:00.';

CREATE OR REPLACE FUNCTION iso_utc(moment timestamptz)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN isfinite(moment) THEN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  END
$$;
COMMENT ON FUNCTION iso_utc IS 'A moment as ISO 8601 in UTC with Z; NULL for always and never.';

CREATE OR REPLACE FUNCTION date_in_words(day date, agency integer)
RETURNS text
LANGUAGE plpgsql
STABLE PARALLEL SAFE
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
COMMENT ON FUNCTION date_in_words IS 'A date with the name that the agency gives it: Thu 2026-11-26 (Thanksgiving).';

CREATE OR REPLACE FUNCTION dates_not_worked(from_on date, until_on date, practice practice)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  SELECT string_agg(date_in_words(day::date, (practice).agency_id), ', ' ORDER BY day)
  FROM generate_series(from_on::timestamp, until_on::timestamp, '1 day') AS day
  WHERE NOT is_working_date(day::date, practice)
$$;
COMMENT ON FUNCTION dates_not_worked IS 'The dates between the two, both included, that are days off, with the names of holidays; NULL: none.';

CREATE OR REPLACE FUNCTION who_is(agency integer, kind text, id bigint)
RETURNS text
LANGUAGE plpgsql
STABLE PARALLEL SAFE
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
COMMENT ON FUNCTION who_is IS 'The name and source id of a person, such as Ana Alder (ct1); NULL: nobody of that kind has that id.';
