-- report: candidate_timeline
-- title: What happened with a candidate
-- summary: What happened in this candidate's searches, and what is owed, in order of time?
-- grain: one row per event of each candidate whom the words mean, in order of time
-- personal: yes
-- param: candidate -- the candidate's id at the source, email address or name
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- the candidate
-- column: at -- when it happened; of a follow-up that is open: when it is due
-- column: what -- search, stage, decision, interview, reference added, touch, nudge, answer; follow-up open, done, missed or skipped
-- column: who -- who did it
-- column: with_whom -- with whom, or to whom it is owed
-- column: detail -- what it was
-- column: outcome -- what came of it; of a follow-up that is done: in time or late
-- column: client_id -- the client's id at the source
-- column: client -- the client of the application that it names
-- column: job_order -- the job
-- column: application_id -- the application's id at the source
-- column: recruiter_id -- the id of the candidate's recruiter at the source
-- column: recruiter -- the candidate's recruiter
-- example: -p candidate=c008 --limit 12 --columns at,what,who,with_whom,detail,outcome,client
WITH by_id AS MATERIALIZED (
  SELECT candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.external_id = :'candidate'
),
meant AS MATERIALIZED (
  SELECT by_id.candidate_id
  FROM by_id
  UNION ALL
  SELECT candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND NOT EXISTS (SELECT FROM by_id)
    -- Whoever is erased is found by the id alone.
    AND candidate.erased_at IS NULL
    AND (lower(candidate.email) = lower(:'candidate') OR lower(candidate.name) = lower(:'candidate'))
)
SELECT
  candidate.external_id AS candidate_id,
  candidate.name AS candidate,
  event.at,
  event.what,
  event.who,
  event.with_whom,
  event.detail,
  event.outcome,
  client.external_id AS client_id,
  client.name AS client,
  job_order.title AS job_order,
  application.external_id AS application_id,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter
FROM meant
CROSS JOIN LATERAL (
  SELECT candidate.*
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id = meant.candidate_id
  OFFSET 0
) AS candidate
JOIN practice
  ON practice.agency_id = candidate.agency_id
JOIN recruiter
  ON recruiter.agency_id = candidate.agency_id
  AND recruiter.recruiter_id = candidate.recruiter_id
CROSS JOIN LATERAL (
  SELECT
    at_local(candidate.search_started_on, '00:00', practice) AS at,
    'search' AS what,
    NULL::bigint AS application_id,
    NULL AS who,
    NULL AS with_whom,
    'the search began' AS detail,
    NULL AS outcome
  WHERE candidate.search_started_on IS NOT NULL
  UNION ALL
  SELECT
    happened.at,
    happened.what,
    coalesce(happened.application_id, interview.application_id),
    happened.who,
    happened.with_whom,
    nullif(happened.detail, ''),
    nullif(happened.outcome, '')
  FROM candidate_events(candidate.agency_id, candidate.candidate_id, :'as_of'::timestamptz) AS happened
  LEFT JOIN interview
    ON interview.agency_id = candidate.agency_id
    AND interview.candidate_id = candidate.candidate_id
    AND interview.interview_id = happened.interview_id
) AS event
LEFT JOIN application
  ON application.agency_id = candidate.agency_id
  AND application.candidate_id = candidate.candidate_id
  AND application.application_id = event.application_id
LEFT JOIN job_order
  ON job_order.agency_id = application.agency_id
  AND job_order.job_order_id = application.job_order_id
LEFT JOIN client
  ON client.agency_id = job_order.agency_id
  AND client.client_id = job_order.client_id
ORDER BY
  candidate.external_id COLLATE "C",
  candidate.candidate_id,
  event.at,
  event.what COLLATE "C",
  event.who COLLATE "C",
  event.with_whom COLLATE "C",
  event.detail COLLATE "C",
  event.outcome COLLATE "C",
  application.external_id COLLATE "C"
