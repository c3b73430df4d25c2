-- statement: explain_follow_up
-- summary: One follow-up with its moments, its people and what it is about, and its state at as_of in words.
-- nullable: remark, as_of, anchor_at, asked_from, opens_at, due_at, expires_at, expires_at_words, asked_until, asked_until_words
-- nullable: until_reason, done_at, done_at_words, recruiter_id, recruiter, party_kind, party, application_id, interview_id
-- nullable: job_order, client, client_id, snooze, caveat
-- optional: action, channel
SELECT
  follow_up.follow_up_id,
  follow_up.rule,
  follow_up_action(
    :'action',
    :'channel',
    :'summary',
    facts.party_name,
    facts.party_company,
    facts.candidate_name,
    facts.job_title,
    facts.client_name,
    local_date(facts.interview_starts_at, practice)
  ) AS action,
  follow_up.remark,
  follow_up.occurrence,
  practice.time_zone,
  iso_utc(:'as_of'::timestamptz) AS as_of,
  moment_in_words(:'as_of'::timestamptz, practice) AS as_of_words,
  iso_utc(follow_up.anchor_at) AS anchor_at,
  moment_in_words(follow_up.anchor_at, practice) AS anchor_at_words,
  iso_utc(follow_up.asked_from) AS asked_from,
  moment_in_words(follow_up.asked_from, practice) AS asked_from_words,
  iso_utc(follow_up.opens_at) AS opens_at,
  moment_in_words(follow_up.opens_at, practice) AS opens_at_words,
  iso_utc(follow_up.due_at) AS due_at,
  moment_in_words(follow_up.due_at, practice) AS due_at_words,
  iso_utc(follow_up.expires_at) AS expires_at,
  moment_in_words(follow_up.expires_at, practice) AS expires_at_words,
  iso_utc(follow_up.asked_until) AS asked_until,
  moment_in_words(follow_up.asked_until, practice) AS asked_until_words,
  follow_up.until_reason,
  iso_utc(follow_up.done_at) AS done_at,
  moment_in_words(follow_up.done_at, practice) AS done_at_words,
  candidate.external_id AS candidate_id,
  candidate.name AS candidate,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  follow_up.party_kind,
  who_is(follow_up.agency_id, follow_up.party_kind, follow_up.party_id) AS party,
  application.external_id AS application_id,
  interview.external_id AS interview_id,
  job_order.title AS job_order,
  client.name AS client,
  client.external_id AS client_id,
  CASE WHEN follow_up.withdrawn THEN 'cancelled' ELSE life.state END AS state,
  CASE
    WHEN follow_up.withdrawn AND follow_up.until_reason LIKE 'is the same as follow-up %' THEN 'gone: it ' || follow_up.until_reason
    WHEN follow_up.withdrawn THEN 'gone: its facts were removed, or its rule or policy no longer asks for it'
    WHEN life.state = 'not yet' THEN 'not yet: it is asked for from ' || moment_in_words(follow_up.asked_from, practice) || ' on'
    WHEN life.state = 'done' AND follow_up.done_at > follow_up.due_at
      THEN 'done late, on ' || moment_in_words(follow_up.done_at, practice)
        || ': ' || age_in_words(follow_up.done_at - follow_up.due_at) || ' after it was due'
    WHEN life.state = 'done' THEN 'done on time, on ' || moment_in_words(follow_up.done_at, practice)
    WHEN life.state = 'skipped'
      THEN 'skipped by hand on ' || moment_in_words(follow_up.skipped_at, practice) || ': ' || follow_up.skip_reason
    WHEN life.state = 'missed' THEN 'missed: its time ran out on ' || moment_in_words(follow_up.expires_at, practice)
    WHEN life.state = 'cancelled'
      THEN 'gone since ' || moment_in_words(follow_up.asked_until, practice) || coalesce(': ' || follow_up.until_reason, '')
    WHEN life.bucket = 'overdue'
      THEN 'overdue: it was due ' || age_in_words(:'as_of'::timestamptz - follow_up.due_at)
        || ' ago, on ' || moment_in_words(follow_up.due_at, practice)
        || CASE WHEN is_history(follow_up.due_at, practice)
          THEN '; before in_force_from, ' || date_in_words(practice.in_force_from, :agency)
            || ', so it is in the backlog: it is not on a list and not nudged'
          ELSE '' END
    WHEN life.bucket = 'today' THEN 'today: it is due by ' || moment_in_words(follow_up.due_at, practice)
    WHEN follow_up.opens_at <= :'as_of'::timestamptz
      THEN 'upcoming: it is open and due on ' || moment_in_words(follow_up.due_at, practice)
    ELSE 'upcoming: it opens on ' || moment_in_words(follow_up.opens_at, practice)
      || ' and is due on ' || moment_in_words(follow_up.due_at, practice)
  END AS state_in_words,
  CASE
    WHEN life.state = 'open' AND NOT follow_up.withdrawn AND follow_up.snoozed_until > :'as_of'::timestamptz
      THEN 'hidden from lists and nudges until ' || moment_in_words(follow_up.snoozed_until, practice) || ', because somebody snoozed it'
  END AS snooze,
  CASE
    WHEN EXISTS (
      SELECT
      FROM plan_queue
      WHERE plan_queue.agency_id = :agency
        AND plan_queue.candidate_id IN (follow_up.candidate_id, 0)
    ) THEN 'facts have changed that are not planned yet: run followup plan, then try again'
  END AS caveat
FROM follow_up
JOIN practice
  ON practice.agency_id = :agency
JOIN follow_up_facts AS facts
  ON facts.agency_id = :agency
  AND facts.candidate_id = follow_up.candidate_id
  AND facts.follow_up_id = follow_up.follow_up_id
JOIN candidate
  ON candidate.agency_id = :agency
  AND candidate.candidate_id = follow_up.candidate_id
LEFT JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = follow_up.recruiter_id
LEFT JOIN application
  ON application.agency_id = :agency
  AND application.candidate_id = follow_up.candidate_id
  AND application.application_id = follow_up.application_id
LEFT JOIN job_order
  ON job_order.agency_id = :agency
  AND job_order.job_order_id = application.job_order_id
LEFT JOIN client
  ON client.agency_id = :agency
  AND client.client_id = job_order.client_id
LEFT JOIN interview
  ON interview.agency_id = :agency
  AND interview.candidate_id = follow_up.candidate_id
  AND interview.interview_id = follow_up.interview_id
CROSS JOIN LATERAL (
  SELECT
    follow_up_state(
      :'as_of'::timestamptz,
      follow_up.asked_from,
      follow_up.asked_until,
      follow_up.expires_at,
      follow_up.done_at,
      follow_up.skipped_at
    ) AS state,
    list_bucket(:'as_of'::timestamptz, follow_up.due_at, coalesce(recruiter.time_zone, practice.time_zone)) AS bucket
) AS life
WHERE follow_up.agency_id = :agency
  AND follow_up.follow_up_id = :id
