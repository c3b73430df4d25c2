-- report: client_timeline
-- title: What happened with a client
-- summary: What happened with this client's people and jobs, and what is owed, in order of time?
-- grain: one row per event of the period that concerns an application of each client whom the words mean, in order of time
-- personal: yes
-- param: client -- the client's id at the source, or its name
-- param: from = today - 90 days -- the first day of the period
-- param: to = today + 14 days -- the last day of the period
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: at -- when it happened; of a follow-up that is open: when it is due
-- column: what -- stage, decision, interview, touch; follow-up open, missed or skipped
-- column: who -- who did it
-- column: with_whom -- with whom, or to whom it is owed
-- column: detail -- what it was
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- whom it is about
-- column: job_order -- the job
-- column: application_id -- the application's id at the source
-- column: recruiter_id -- the id of the job order's recruiter at the source
-- column: recruiter -- the job order's recruiter
-- example: -p client=cl05 --from 2026-11-16 --limit 12 --columns at,what,who,with_whom,detail,candidate
WITH bounds AS (
  SELECT
    at_local(:'from'::date, '00:00', practice) AS since,
    at_local(:'to'::date + 1, '00:00', practice) AS until
  FROM practice
  WHERE practice.agency_id = :agency
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
),
of_client AS MATERIALIZED (
  SELECT
    candidate.candidate_id,
    application.application_id,
    application.external_id,
    candidate.external_id AS candidate_external_id,
    candidate.name AS candidate,
    job_order.title,
    client.external_id AS client_id,
    client.name AS client,
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
  JOIN client
    ON client.agency_id = :agency
    AND client.client_id = job_order.client_id
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = job_order.recruiter_id
  WHERE client.external_id = :'client'
    OR lower(client.name) = lower(:'client')
),
event AS MATERIALIZED (
  SELECT
    person.candidate_id,
    coalesce(happened.application_id, interview.application_id) AS application_id,
    happened.at,
    happened.what,
    happened.who,
    happened.with_whom,
    happened.detail
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
    AND happened.what NOT IN ('nudge', 'answer')
)
SELECT
  of_client.client_id,
  of_client.client,
  event.at,
  event.what,
  event.who,
  event.with_whom,
  nullif(event.detail, '') AS detail,
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
ORDER BY
  of_client.client_id COLLATE "C",
  event.at,
  event.what COLLATE "C",
  of_client.candidate_external_id COLLATE "C",
  of_client.external_id COLLATE "C",
  event.who COLLATE "C",
  event.with_whom COLLATE "C",
  event.detail COLLATE "C"
