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
      SELECT concat_ws(' ', nullif(recruiter.name, ''), '(' || recruiter.external_id || ')')
      FROM recruiter
      WHERE recruiter.agency_id = agency
        AND recruiter.recruiter_id = id
    )
    WHEN 'candidate' THEN (
      SELECT concat_ws(' ', nullif(candidate.name, ''), '(' || candidate.external_id || ')')
      FROM candidate
      WHERE candidate.agency_id = agency
        AND candidate.candidate_id = id
    )
    WHEN 'contact' THEN (
      SELECT concat_ws(' ', nullif(contact.name, ''), '(' || contact.external_id || ')')
      FROM contact
      WHERE contact.agency_id = agency
        AND contact.contact_id = id
    )
    WHEN 'reference' THEN (
      SELECT concat_ws(' ', nullif(reference_contact.name, ''), '(' || reference_contact.external_id || ')')
      FROM reference_contact
      WHERE reference_contact.agency_id = agency
        AND reference_contact.reference_id = id
    )
  END;
END
$$;
COMMENT ON FUNCTION who_is IS 'The name and source id of a person, such as Ana Alder (ct1), of somebody erased the id alone; NULL: nobody of that kind has that id.';

DROP FUNCTION IF EXISTS candidate_events(integer, bigint, timestamptz);

CREATE FUNCTION candidate_events(agency integer, candidate bigint, as_of timestamptz)
RETURNS TABLE (
  at timestamptz,
  what text,
  application_id bigint,
  interview_id bigint,
  who text,
  with_whom text,
  detail text,
  outcome text
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 100
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT
    entry.since,
    'stage',
    entry.application_id,
    NULL::bigint,
    NULL::text,
    NULL::text,
    replace(entry.stage, '_', ' '),
    NULL::text
  FROM (
    SELECT DISTINCT
      stage_entry.application_id,
      stage_entry.stage,
      stage_entry.since
    FROM stage_entry
    WHERE stage_entry.agency_id = candidate_events.agency
      AND stage_entry.candidate_id = candidate_events.candidate
      AND stage_entry.since > '-infinity'
      AND stage_entry.since <= candidate_events.as_of
      AND stage_entry.stage <> 'decided'
  ) AS entry
  UNION ALL
  SELECT
    application.decided_at,
    'decision',
    application.application_id,
    NULL,
    NULL,
    NULL,
    concat_ws(', ', 'starts on ' || application.start_on, 'announced on ' || application.announce_on),
    application.decision
  FROM application
  WHERE application.agency_id = candidate_events.agency
    AND application.candidate_id = candidate_events.candidate
    AND application.decided_at <= candidate_events.as_of
  UNION ALL
  SELECT
    interview.starts_at,
    'interview',
    interview.application_id,
    interview.interview_id,
    NULL,
    (
      SELECT string_agg(who_is(attendee.agency_id, 'contact', attendee.contact_id), ', ' ORDER BY attendee.contact_id)
      FROM attendee
      WHERE attendee.agency_id = interview.agency_id
        AND attendee.candidate_id = interview.candidate_id
        AND attendee.interview_id = interview.interview_id
    ),
    concat_ws(', ', interview.kind, interview.location),
    replace(interview.status, '_', ' ')
  FROM interview
  WHERE interview.agency_id = candidate_events.agency
    AND interview.candidate_id = candidate_events.candidate
  UNION ALL
  SELECT
    reference.added_at,
    'reference added',
    NULL,
    NULL,
    NULL,
    who_is(reference.agency_id, 'reference', reference.reference_id),
    concat_ws(', ', reference.relationship, reference.company),
    'consent: ' || reference.consent
  FROM reference_contact AS reference
  WHERE reference.agency_id = candidate_events.agency
    AND reference.candidate_id = candidate_events.candidate
    AND reference.added_at <= candidate_events.as_of
  UNION ALL
  SELECT
    touch.happened_at,
    'touch',
    touch.application_id,
    touch.interview_id,
    who_is(touch.agency_id, touch.actor_kind, touch.actor_id),
    who_is(touch.agency_id, touch.party_kind, touch.party_id),
    concat_ws(', ', touch.channel, purpose_in_words(touch.purpose)),
    touch.outcome
  FROM touch
  WHERE touch.agency_id = candidate_events.agency
    AND touch.candidate_id = candidate_events.candidate
    AND touch.happened_at <= candidate_events.as_of
  UNION ALL
  SELECT
    follow_up.at,
    'follow-up ' || follow_up.state,
    follow_up.application_id,
    follow_up.interview_id,
    NULL,
    who_is(follow_up.agency_id, follow_up.party_kind, follow_up.party_id),
    replace(follow_up.rule, '_', ' '),
    follow_up.outcome
  FROM (
    SELECT
      planned.*,
      told.state,
      CASE told.state
        WHEN 'done' THEN planned.done_at
        WHEN 'missed' THEN planned.expires_at
        WHEN 'skipped' THEN planned.skipped_at
        ELSE planned.due_at
      END AS at,
      CASE told.state
        WHEN 'done' THEN CASE WHEN planned.done_at <= planned.due_at THEN 'in time' ELSE 'late' END
        WHEN 'open' THEN CASE WHEN planned.due_at < candidate_events.as_of THEN 'overdue' END
        WHEN 'skipped' THEN planned.skip_reason
      END AS outcome
    FROM follow_up AS planned
    CROSS JOIN LATERAL (
      SELECT follow_up_state(
        candidate_events.as_of,
        planned.asked_from,
        planned.asked_until,
        planned.expires_at,
        planned.done_at,
        planned.skipped_at
      ) AS state
    ) AS told
    WHERE planned.agency_id = candidate_events.agency
      AND planned.candidate_id = candidate_events.candidate
      AND NOT planned.withdrawn
      AND told.state IN ('open', 'done', 'missed', 'skipped')
  ) AS follow_up
  UNION ALL
  SELECT
    message.sent_at,
    'nudge',
    follow_up.application_id,
    NULL,
    NULL,
    who_is(nudge.agency_id, nudge.recipient_kind, nudge.recipient_id),
    replace(follow_up.rule, '_', ' '),
    NULL
  FROM nudge
  JOIN message
    ON message.agency_id = nudge.agency_id
    AND message.message_id = nudge.message_id
    AND message.state = 'sent'
  JOIN follow_up
    ON follow_up.agency_id = nudge.agency_id
    AND follow_up.candidate_id = nudge.candidate_id
    AND follow_up.follow_up_id = nudge.follow_up_id
  WHERE nudge.agency_id = candidate_events.agency
    AND nudge.candidate_id = candidate_events.candidate
    AND message.sent_at <= candidate_events.as_of
  UNION ALL
  SELECT
    answer.answered_at,
    'answer',
    follow_up.application_id,
    NULL,
    answer.answered_by,
    NULL,
    replace(follow_up.rule, '_', ' '),
    concat_ws(', ', answer.outcome, answer.note)
  FROM follow_up_answer AS answer
  JOIN follow_up USING (agency_id, candidate_id, follow_up_id)
  WHERE answer.agency_id = candidate_events.agency
    AND answer.candidate_id = candidate_events.candidate
    AND answer.undone_at IS NULL
    AND answer.answered_at <= candidate_events.as_of;
END
$$;
COMMENT ON FUNCTION candidate_events IS 'What happened in a candidate''s searches, and what was and is owed about them: stages, decisions, interviews, references, touches, nudges, answers, and follow-ups that are open, done, missed or skipped; outcome: what came of it.';
