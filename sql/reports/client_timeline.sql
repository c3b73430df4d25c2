-- report: client_timeline
-- title: What happened with a client
-- summary: What happened with this client's people and jobs, and what is owed, in order of time?
-- grain: one row per event of the period that concerns an application or a contact of each client whom the words mean, in order of time
-- personal: yes
-- param: client -- the client's id at the source, or its name
-- param: from = today - 90 days -- the first day of the period
-- param: to = today + 14 days -- the last day of the period
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: at -- when it happened; of a follow-up that is open: when it is due
-- column: what -- stage, decision, interview, touch, nudge, answer; follow-up open, done, missed or skipped
-- column: who -- who did it
-- column: with_whom -- with whom, or to whom it is owed
-- column: detail -- what it was
-- column: outcome -- what came of it; of a follow-up that is done: in time or late
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- whom it is about
-- column: job_order -- the job; empty: the touch names none
-- column: application_id -- the application's id at the source
-- column: recruiter_id -- the id of the job order's recruiter at the source; without a job order: of the one who took part
-- column: recruiter -- their name
-- example: -p client=cl05 --from 2026-11-16 --limit 12 --columns at,what,who,with_whom,detail,outcome,candidate
WITH bounds AS (
  SELECT
    at_local(:'from'::date, '00:00', practice) AS since,
    at_local(:'to'::date + 1, '00:00', practice) AS until
  FROM practice
  WHERE practice.agency_id = :agency
),
meant AS MATERIALIZED (
  SELECT
    client.client_id,
    client.external_id,
    client.name
  FROM client
  WHERE client.agency_id = :agency
    AND (
      client.external_id = :'client'
      OR lower(client.name) = lower(:'client')
    )
),
-- Whom something of these days concerns; then all that happened with them, of which the days and the client are taken.
concerned AS (
  SELECT interview.candidate_id
  FROM interview
  WHERE interview.agency_id = :agency
    AND interview.starts_at >= (SELECT bounds.since FROM bounds)
    AND interview.starts_at < (SELECT bounds.until FROM bounds)
  UNION
  SELECT touch.candidate_id
  FROM touch
  WHERE touch.agency_id = :agency
    AND touch.happened_at >= (SELECT bounds.since FROM bounds)
    AND touch.happened_at < (SELECT bounds.until FROM bounds)
    AND touch.application_id IS NOT NULL
  UNION
  SELECT application_stage.candidate_id
  FROM application_stage
  WHERE application_stage.agency_id = :agency
    AND application_stage.since >= (SELECT bounds.since FROM bounds)
    AND application_stage.since < (SELECT bounds.until FROM bounds)
  UNION
  SELECT application.candidate_id
  FROM application
  WHERE application.agency_id = :agency
    AND application.stage_since >= (SELECT bounds.since FROM bounds)
    AND application.stage_since < (SELECT bounds.until FROM bounds)
  UNION
  SELECT application.candidate_id
  FROM application
  WHERE application.agency_id = :agency
    AND application.decided_at >= (SELECT bounds.since FROM bounds)
    AND application.decided_at < (SELECT bounds.until FROM bounds)
  UNION
  SELECT follow_up.candidate_id
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND NOT follow_up.withdrawn
    AND follow_up.due_at >= (SELECT bounds.since FROM bounds)
    AND follow_up.due_at < (SELECT bounds.until FROM bounds)
    AND follow_up.application_id IS NOT NULL
  UNION
  SELECT nudge.candidate_id
  FROM message
  JOIN nudge
    ON nudge.agency_id = message.agency_id
    AND nudge.message_id = message.message_id
  WHERE message.agency_id = :agency
    AND message.local_date >= :'from'::date
    AND message.local_date <= :'to'::date
    AND message.state = 'sent'
  UNION
  SELECT follow_up_answer.candidate_id
  FROM follow_up_answer
  WHERE follow_up_answer.agency_id = :agency
    AND follow_up_answer.answered_at >= (SELECT bounds.since FROM bounds)
    AND follow_up_answer.answered_at < (SELECT bounds.until FROM bounds)
),
of_client AS MATERIALIZED (
  SELECT
    candidate.candidate_id,
    application.application_id,
    application.external_id,
    candidate.external_id AS candidate_external_id,
    candidate.name AS candidate,
    job_order.title,
    meant.external_id AS client_id,
    meant.name AS client,
    recruiter.external_id AS recruiter_id,
    recruiter.name AS recruiter
  FROM concerned
  JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = concerned.candidate_id
  CROSS JOIN LATERAL (
    SELECT application.*
    FROM application
    WHERE application.agency_id = :agency
      AND application.candidate_id = concerned.candidate_id
    OFFSET 0
  ) AS application
  JOIN job_order
    ON job_order.agency_id = :agency
    AND job_order.job_order_id = application.job_order_id
  JOIN meant
    ON meant.client_id = job_order.client_id
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = job_order.recruiter_id
),
event AS MATERIALIZED (
  SELECT
    person.candidate_id,
    coalesce(happened.application_id, interview.application_id) AS application_id,
    happened.at,
    happened.what,
    happened.who,
    happened.with_whom,
    happened.detail,
    happened.outcome
  FROM (
    SELECT DISTINCT of_client.candidate_id
    FROM of_client
  ) AS person
  CROSS JOIN LATERAL candidate_events(:agency, person.candidate_id, :'as_of'::timestamptz) AS happened
  LEFT JOIN interview
    ON interview.agency_id = :agency
    AND interview.candidate_id = person.candidate_id
    AND interview.interview_id = happened.interview_id
  WHERE happened.at >= (SELECT bounds.since FROM bounds)
    AND happened.at < (SELECT bounds.until FROM bounds)
),
-- What was spoken with its people about no application in particular.
unnamed AS (
  SELECT DISTINCT
    meant.external_id AS client_id,
    meant.name AS client,
    touch.touch_id,
    touch.candidate_id,
    touch.happened_at,
    touch.actor_kind,
    touch.actor_id,
    touch.party_kind,
    touch.party_id,
    concat_ws(', ', touch.channel, purpose_in_words(touch.purpose)) AS detail,
    touch.outcome
  FROM meant
  JOIN contact
    ON contact.agency_id = :agency
    AND contact.client_id = meant.client_id
  CROSS JOIN LATERAL (
    SELECT spoken.*
    FROM touch AS spoken
    WHERE spoken.agency_id = :agency
      AND spoken.actor_kind = 'contact'
      AND spoken.actor_id = contact.contact_id
      AND spoken.happened_at >= (SELECT bounds.since FROM bounds)
      AND spoken.happened_at < (SELECT bounds.until FROM bounds)
    UNION ALL
    SELECT heard.*
    FROM touch AS heard
    WHERE heard.agency_id = :agency
      AND heard.party_kind = 'contact'
      AND heard.party_id = contact.contact_id
      AND heard.happened_at >= (SELECT bounds.since FROM bounds)
      AND heard.happened_at < (SELECT bounds.until FROM bounds)
  ) AS touch
  WHERE touch.application_id IS NULL
    AND touch.happened_at <= :'as_of'::timestamptz
),
told AS (
  SELECT
    of_client.client_id,
    of_client.client,
    event.at,
    event.what,
    event.who,
    event.with_whom,
    nullif(event.detail, '') AS detail,
    nullif(event.outcome, '') AS outcome,
    of_client.candidate_external_id AS candidate_id,
    of_client.candidate,
    of_client.title AS job_order,
    of_client.external_id AS application_id,
    of_client.recruiter_id,
    of_client.recruiter
  FROM of_client
  JOIN event
    ON event.candidate_id = of_client.candidate_id
    AND event.application_id = of_client.application_id
  UNION ALL
  SELECT
    unnamed.client_id,
    unnamed.client,
    unnamed.happened_at,
    'touch',
    who_is(:agency, unnamed.actor_kind, unnamed.actor_id),
    who_is(:agency, unnamed.party_kind, unnamed.party_id),
    unnamed.detail,
    unnamed.outcome,
    candidate.external_id,
    candidate.name,
    NULL,
    NULL,
    recruiter.external_id,
    recruiter.name
  FROM unnamed
  LEFT JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = unnamed.candidate_id
  LEFT JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = CASE 'recruiter'
      WHEN unnamed.actor_kind THEN unnamed.actor_id
      WHEN unnamed.party_kind THEN unnamed.party_id
    END
)
SELECT *
FROM told
ORDER BY
  told.client_id COLLATE "C",
  told.at,
  told.what COLLATE "C",
  told.candidate_id COLLATE "C",
  told.application_id COLLATE "C",
  told.who COLLATE "C",
  told.with_whom COLLATE "C",
  told.detail COLLATE "C",
  told.outcome COLLATE "C"
