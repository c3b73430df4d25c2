-- rule: client_check_in
-- summary: Ask a silent client once for news, and again only as often as the policy allows.
-- why: A week without a word is worth one polite call; five of them cost the account.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- source: Why Following Up After an Interview is Crucial (Staffing Resources)
-- asks: for each silence of an application, up to the cap
-- needs: application, silence
-- anchor: the silence's start, or the check-in before
-- due: anchor_at + check_in_days days, rolled
-- done: the next check_in touch from a recruiter to any of the client's contacts that names the application, in the silence
-- counts: any contact
-- counts: with the application
-- actor: recruiter
-- party: contact
-- channel: call
-- purpose: check_in
-- minutes: 10
-- template: client_check_in
-- action: Ask {party} how the application of {candidate} for {job} is going
-- param: opens_days = 1 -- days before it is due
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  client_silence.begun_by_interview_id AS interview_id,
  NULL::bigint AS contact_id,
  NULL::bigint AS reference_id,
  client_silence.begun_by || '/' || step.k AS occurrence,
  CASE WHEN application.hiring_contact_id IS NOT NULL THEN 'contact' END AS party_kind,
  application.hiring_contact_id AS party_id,
  application.job_order_recruiter_id AS recruiter_id,
  step.asked_from AS anchor_at,
  step.asked_from,
  ending.asked_until,
  CASE ending.asked_until
    WHEN client_silence.ended_at THEN client_silence.end_reason
    WHEN candidate_until.active_until THEN 'the candidate is no longer active'
    WHEN application.job_order_open_until THEN 'the job order is no longer open'
  END AS until_reason,
  plus_days(due.due_at, - :opens_days::integer, practice) AS opens_at,
  due.due_at,
  NULL::timestamptz AS expires_at,
  step.done_at,
  concat_ws(
    '; ',
    'check-in ' || step.k || ' of at most ' || policy.check_in_cap || ' (' || policy.cap_set_by || ')',
    CASE WHEN step.k = policy.check_in_cap THEN 'the last one in this silence' END,
    CASE WHEN application.hiring_contact_id IS NULL THEN 'no hiring contact is known' END
  ) AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
JOIN client_check_in_policy AS policy USING (agency_id, client_id)
CROSS JOIN LATERAL (
  SELECT CASE WHEN candidate.status <> 'active' THEN coalesce(candidate.status_since, '-infinity') END AS active_until
) AS candidate_until
JOIN client_silence USING (agency_id, candidate_id, application_id)
JOIN (
  -- Check-in k is asked from check-in k - 1 on, the first from the silence's beginning; the next touch is what ends it.
  SELECT
    moment.agency_id,
    moment.candidate_id,
    moment.application_id,
    moment.began_at,
    row_number() OVER in_order AS k,
    moment.happened_at AS asked_from,
    lead(moment.happened_at) OVER in_order AS done_at
  FROM (
    SELECT
      client_silence.agency_id,
      client_silence.candidate_id,
      client_silence.application_id,
      client_silence.began_at,
      0 AS position,
      client_silence.began_at AS happened_at,
      '' AS external_id
    FROM client_silence
    UNION ALL
    SELECT
      client_silence.agency_id,
      client_silence.candidate_id,
      client_silence.application_id,
      client_silence.began_at,
      1,
      touch.happened_at,
      touch.external_id
    FROM client_silence
    JOIN touch USING (agency_id, candidate_id, application_id)
    JOIN application_terms AS concerned USING (agency_id, candidate_id, application_id)
    JOIN contact
      ON contact.agency_id = touch.agency_id
      AND contact.contact_id = touch.party_id
      AND contact.client_id = concerned.client_id
    WHERE touch.purpose = 'check_in'
      AND touch.actor_kind = 'recruiter'
      AND touch.party_kind = 'contact'
      AND touch.happened_at >= client_silence.began_at
      AND (client_silence.ended_at IS NULL OR touch.happened_at < client_silence.ended_at)
  ) AS moment
  WINDOW in_order AS (
    PARTITION BY moment.agency_id, moment.candidate_id, moment.application_id, moment.began_at
    ORDER BY moment.position, moment.happened_at, moment.external_id COLLATE "C"
  )
) AS step USING (agency_id, candidate_id, application_id, began_at)
LEFT JOIN contactable_contact AS hiring
  ON hiring.agency_id = application.agency_id
  AND hiring.contact_id = application.hiring_contact_id
CROSS JOIN LATERAL (
  SELECT rolled(plus_days(step.asked_from, policy.check_in_days, practice), practice) AS due_at
) AS due
CROSS JOIN LATERAL (
  SELECT least(client_silence.ended_at, candidate_until.active_until, application.job_order_open_until) AS asked_until
) AS ending
WHERE step.k <= policy.check_in_cap
  AND (application.hiring_contact_id IS NULL OR hiring.contact_id IS NOT NULL)
