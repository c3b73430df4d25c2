-- functions: lists
-- summary: What worklists and nudges are made of: who is on duty, a follow-up with its people's names, and its action as a sentence.
-- The view rests on tables only, so that the views of other files can be dropped and made again. What lists ask of every row is one
-- expression that is not STRICT, so that it becomes part of the statement: a call of its own costs more than all that it does.

CREATE OR REPLACE FUNCTION iso_local(moment timestamptz, zone text)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
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
COMMENT ON FUNCTION iso_local IS 'A moment as ISO 8601 in that zone, with its offset.';

CREATE OR REPLACE FUNCTION day_in_words(day date)
RETURNS text
LANGUAGE sql
STABLE STRICT PARALLEL SAFE
AS $$ SELECT to_char(day, 'Dy FMDD Mon') $$;
COMMENT ON FUNCTION day_in_words IS 'A date as people say it: Thu 19 Nov.';

CREATE OR REPLACE FUNCTION elapsed_in_words(elapsed interval)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT number || ' ' || unit || CASE WHEN number = 1 THEN '' ELSE 's' END
  FROM (
    SELECT
      CASE
        WHEN seconds < 3600 THEN floor(seconds / 60)
        WHEN seconds < 172800 THEN floor(seconds / 3600)
        ELSE floor(seconds / 86400)
      END AS number,
      CASE
        WHEN seconds < 3600 THEN 'minute'
        WHEN seconds < 172800 THEN 'hour'
        ELSE 'day'
      END AS unit
    FROM (SELECT extract(epoch FROM elapsed) AS seconds) AS counted
  ) AS said
$$;
COMMENT ON FUNCTION elapsed_in_words IS 'An elapsed time in whole words: 45 minutes, 1 hour, 5 days.';

CREATE OR REPLACE FUNCTION due_in_words(due_at timestamptz, as_of timestamptz, zone text)
RETURNS text
LANGUAGE sql
STABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN due_at < as_of THEN elapsed_in_words(as_of - due_at) || ' overdue, since ' || day_in_words(due_local::date)
      || to_char(due_local, ', HH24:MI')
    WHEN due_local::date = today THEN 'due today at ' || to_char(due_local, 'HH24:MI') || ', in ' || elapsed_in_words(due_at - as_of)
    WHEN due_local::date = today + 1 THEN 'due tomorrow at ' || to_char(due_local, 'HH24:MI')
    ELSE 'due ' || day_in_words(due_local::date) || to_char(due_local, ', HH24:MI')
  END
  FROM (
    SELECT
      due_at AT TIME ZONE zone AS due_local,
      (as_of AT TIME ZONE zone)::date AS today
  ) AS clock
$$;
COMMENT ON FUNCTION due_in_words IS 'When something is due, seen from as_of, in local times of the zone: due today at 17:00, in 3 hours; 5 days overdue, since Thu 19 Nov, 10:00.';

CREATE OR REPLACE FUNCTION purpose_in_words(purpose text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE purpose
    WHEN 'word' THEN 'feedback'
    WHEN 'status_update' THEN 'news passed on'
    WHEN 'heads_up' THEN 'advance notice'
    WHEN 'thank_you' THEN 'thank-you'
    WHEN 'check_in' THEN 'check-in'
    WHEN 'progress' THEN 'update on the reference check'
    WHEN 'network' THEN 'people they know'
    WHEN 'accuracy' THEN 'how the reference call went'
    WHEN 'other' THEN 'something else'
    ELSE replace(purpose, '_', ' ')
  END
$$;
COMMENT ON FUNCTION purpose_in_words IS 'A touch''s purpose as people say it: news passed on.';

CREATE OR REPLACE FUNCTION contact_verb(channel text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE channel
    WHEN 'email' THEN 'Email'
    WHEN 'message' THEN 'Write to'
    WHEN 'meeting' THEN 'Meet'
    WHEN 'note' THEN 'Send a note to'
    WHEN 'gift' THEN 'Send a gift to'
    ELSE 'Call'
  END
$$;
COMMENT ON FUNCTION contact_verb IS 'What one does with whoever is contacted through that channel: Call, Email.';

CREATE OR REPLACE FUNCTION is_history(due_at timestamptz, practice practice)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(due_at < ((practice).in_force_from::timestamp AT TIME ZONE (practice).time_zone), false)
$$;
COMMENT ON FUNCTION is_history IS 'Whether it was due before the agency''s policy in_force_from: in the backlog, on no worklist and never nudged.';

CREATE OR REPLACE FUNCTION is_quiet(clock time, quiet_from time, quiet_until time)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN quiet_from IS NULL OR quiet_until IS NULL THEN NULL
    WHEN quiet_from <= quiet_until THEN clock >= quiet_from AND clock < quiet_until
    ELSE clock >= quiet_from OR clock < quiet_until
  END
$$;
COMMENT ON FUNCTION is_quiet IS 'Whether a time of day lies in the quiet hours, which may run past midnight; when from equals until, no hour is quiet.';

-- The recruiter's own, unless they are away (their cover's) or have left (their manager's); covers may be away in turn.
-- If that leads to nobody, it stays with the recruiter, and present says that nobody works it.
CREATE OR REPLACE FUNCTION recruiters_on_duty(agency integer, as_of timestamptz)
RETURNS TABLE (recruiter_id bigint, worker_id bigint, present boolean, active boolean, away_until date)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 100
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
COMMENT ON FUNCTION recruiters_on_duty IS 'Who works each recruiter''s list on that recruiter''s local date: the recruiter, the cover, or the manager once the recruiter has left; present: whether that person is at work.';

CREATE OR REPLACE VIEW nudge_sent
WITH (security_invoker = true) AS
SELECT
  nudge.agency_id,
  nudge.candidate_id,
  nudge.follow_up_id,
  nudge.message_id
FROM nudge
JOIN message
  ON message.agency_id = nudge.agency_id
  AND message.message_id = nudge.message_id
WHERE message.state = 'sent';
COMMENT ON VIEW nudge_sent IS 'Steps of escalations whose message was sent, to any recipient; those that wait, failed or are uncertain are not among them.';

CREATE OR REPLACE FUNCTION times_nudged(agency integer, candidate bigint, follow_up bigint)
RETURNS bigint
LANGUAGE plpgsql
STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN (
    SELECT count(DISTINCT nudge_sent.message_id)
    FROM nudge_sent
    WHERE nudge_sent.agency_id = times_nudged.agency
      AND nudge_sent.candidate_id = times_nudged.candidate
      AND nudge_sent.follow_up_id = times_nudged.follow_up
  );
END
$$;
COMMENT ON FUNCTION times_nudged IS 'How often somebody was nudged about a follow-up: the messages of nudge_sent.';

DROP VIEW IF EXISTS follow_up_facts;

CREATE VIEW follow_up_facts
WITH (security_invoker = true) AS
SELECT
  follow_up.*,
  candidate.external_id AS candidate_external_id,
  candidate.name AS candidate_name,
  candidate.email AS candidate_email,
  candidate.phone AS candidate_phone,
  coalesce(candidate.time_zone, practice.time_zone) AS candidate_zone,
  coalesce(contact.name, reference.name, party_candidate.name) AS party_name,
  CASE follow_up.party_kind
    WHEN 'contact' THEN concat_ws(
      ', ',
      CASE
        WHEN follow_up.contact_id IS NOT NULL THEN 'interviewer'
        WHEN contact.contact_id = job_order.hiring_contact_id THEN 'hiring contact'
        ELSE 'contact'
      END,
      contact.title
    )
    WHEN 'reference' THEN concat_ws(', ', 'reference', reference.relationship)
    WHEN 'candidate' THEN 'candidate'
  END AS party_role,
  coalesce(party_client.name, reference.company) AS party_company,
  coalesce(contact.email, reference.email, party_candidate.email) AS party_email,
  coalesce(contact.phone, reference.phone, party_candidate.phone) AS party_phone,
  coalesce(contact.time_zone, party_client.time_zone, reference.time_zone, party_candidate.time_zone, practice.time_zone)
    AS party_zone,
  CASE
    WHEN follow_up.party_id IS NULL THEN 'f:' || follow_up.follow_up_id
    ELSE coalesce(contact.person, reference.person, reached.person)
  END AS person,
  reached.person AS candidate_person,
  candidate.do_not_contact
    OR candidate.erased_at IS NOT NULL AS candidate_is_off_limits,
  coalesce(contact.do_not_contact, reference.do_not_contact, party_candidate.do_not_contact, false)
    OR coalesce(contact.erased_at, reference.erased_at, party_candidate.erased_at) IS NOT NULL AS party_is_off_limits,
  application.stage,
  application.decision,
  application.start_on,
  job_order.title AS job_title,
  client.name AS client_name,
  client.external_id AS client_external_id,
  interview.starts_at AS interview_starts_at
FROM follow_up
JOIN practice USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  SELECT coalesce(
    'e:' || usable_email(candidate.email, practice.nobodys_addresses),
    'p:' || usable_phone(candidate.phone),
    'k:' || candidate.candidate_id
  ) COLLATE "C" AS person
) AS reached
LEFT JOIN contact
  ON contact.agency_id = follow_up.agency_id
  AND contact.contact_id = follow_up.party_id
  AND follow_up.party_kind = 'contact'
LEFT JOIN client AS party_client
  ON party_client.agency_id = contact.agency_id
  AND party_client.client_id = contact.client_id
LEFT JOIN reference_contact AS reference
  ON reference.agency_id = follow_up.agency_id
  AND reference.candidate_id = follow_up.candidate_id
  AND reference.reference_id = follow_up.party_id
  AND follow_up.party_kind = 'reference'
LEFT JOIN candidate AS party_candidate
  ON party_candidate.agency_id = follow_up.agency_id
  AND party_candidate.candidate_id = follow_up.party_id
  AND follow_up.party_kind = 'candidate'
LEFT JOIN application
  ON application.agency_id = follow_up.agency_id
  AND application.candidate_id = follow_up.candidate_id
  AND application.application_id = follow_up.application_id
LEFT JOIN job_order
  ON job_order.agency_id = application.agency_id
  AND job_order.job_order_id = application.job_order_id
LEFT JOIN client
  ON client.agency_id = job_order.agency_id
  AND client.client_id = job_order.client_id
LEFT JOIN interview
  ON interview.agency_id = follow_up.agency_id
  AND interview.candidate_id = follow_up.candidate_id
  AND interview.interview_id = follow_up.interview_id;
COMMENT ON VIEW follow_up_facts IS 'Follow-ups with the names of everybody and everything they are about; person is the one to be contacted, candidate_person the candidate, across rows with the same email or phone.';

DROP FUNCTION IF EXISTS late_follow_ups(integer, timestamptz);

CREATE FUNCTION late_follow_ups(agency integer, as_of timestamptz)
RETURNS TABLE (
  recruiter text,
  rule text,
  candidate text,
  candidate_id text,
  client text,
  job_order text,
  party_kind text,
  party text,
  due_at timestamptz,
  overdue_by text,
  nudges bigint,
  snoozed_until timestamptz,
  follow_up_id bigint,
  recruiter_id text,
  client_id text
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 100
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT
    recruiter.name,
    facts.rule,
    facts.candidate_name,
    facts.candidate_external_id,
    facts.client_name,
    facts.job_title,
    facts.party_kind,
    facts.party_name,
    facts.due_at,
    age_in_words(late_follow_ups.as_of - facts.due_at),
    times_nudged(facts.agency_id, facts.candidate_id, facts.follow_up_id),
    facts.snoozed_until,
    facts.follow_up_id,
    recruiter.external_id,
    facts.client_external_id
  FROM follow_up_facts AS facts
  JOIN recruiter
    ON recruiter.agency_id = facts.agency_id
    AND recruiter.recruiter_id = facts.recruiter_id
  WHERE facts.agency_id = late_follow_ups.agency
    AND facts.closes_at > late_follow_ups.as_of
    AND facts.asked_from <= late_follow_ups.as_of
    AND facts.due_at < late_follow_ups.as_of;
END
$$;
COMMENT ON FUNCTION late_follow_ups IS 'Every open follow-up past its due time, in the backlog or not, as reports list it.';

-- A rule's action line is an order to its actor: "Thank {party} by email for the interview on {interview}".
CREATE OR REPLACE FUNCTION follow_up_action(
  action text,
  channel text,
  summary text,
  party_name text,
  party_company text,
  candidate_name text,
  job_title text,
  client_name text,
  interview_on date
)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  -- What format() fills in is not looked at again: a name may hold anything, such as {job}.
  SELECT format(
    replace(
      replace(
        replace(
          replace(
            replace(
              replace(
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
                '%',
                '%%'
              ),
              '{party}',
              '%1$s'
            ),
            '{candidate}',
            '%2$s'
          ),
          '{job}',
          '%3$s'
        ),
        '{client}',
        '%4$s'
      ),
      '{interview}',
      '%5$s'
    ),
    coalesce(party_name || coalesce(' (' || party_company || ')', ''), 'the client''s hiring contact'),
    candidate_name,
    coalesce(job_title, 'the position'),
    coalesce(client_name, 'the client'),
    coalesce(day_in_words(interview_on), 'the day agreed')
  )
$$;
COMMENT ON FUNCTION follow_up_action IS 'A rule''s action line with names in place of {party} {candidate} {job} {client} {interview}; made from channel and summary where the rule has none; placeholders inside a name are not replaced.';

CREATE OR REPLACE FUNCTION recruiter_action(actor text, action text, candidate_name text, candidate_reach text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE actor
    WHEN 'candidate' THEN
      'Remind ' || candidate_name || coalesce(', ' || candidate_reach || ',', '')
      || ' to ' || lower(left(action, 1)) || substr(action, 2)
    ELSE action
  END
$$;
COMMENT ON FUNCTION recruiter_action IS 'What the recruiter does about it: the action itself, or reminding the candidate of it.';
