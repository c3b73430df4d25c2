-- rule: candidate_status_update
-- summary: Pass on each answer from the client, and the decision, to the candidate within a working day.
-- why: Silence feels like a no; the candidate should hear it from us, and soon.
-- source: Why Following Up After an Interview is Crucial (Staffing Resources)
-- asks: for each word from the client and each decision
-- needs: contactable, application, news
-- anchor: the word from the client, or the decision
-- due: anchor_at + due_bd bd
-- done: any touch from a recruiter to the candidate that names the application, since then
-- counts: any purpose
-- counts: with the application
-- actor: recruiter
-- party: candidate
-- channel: call
-- purpose: status_update
-- minutes: 10
-- template: candidate_status_update
-- action: Tell {party} what {client} said about {job}
-- param: due_bd = 1 -- business days after it opens
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  NULL::bigint AS reference_id,
  news.occurrence,
  'candidate' AS party_kind,
  application.candidate_id AS party_id,
  candidate.recruiter_id,
  news.happened_at AS anchor_at,
  news.happened_at AS asked_from,
  ending.asked_until,
  CASE ending.asked_until
    WHEN application.withdrawn_at THEN 'the application was withdrawn'
    WHEN candidate.active_until THEN 'the candidate is no longer active'
    WHEN application.job_order_open_until THEN 'the job order is no longer open'
  END AS until_reason,
  news.happened_at AS opens_at,
  plus_business_days(news.happened_at, :due_bd, practice) AS due_at,
  NULL::timestamptz AS expires_at,
  news.told_at AS done_at,
  CASE WHEN news.happened_at = application.decided_at THEN application.decision END AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
JOIN (
  -- A word and the decision at one moment are one piece of news, that of the word. It is passed on by the next call from then on.
  SELECT
    piece.agency_id,
    piece.candidate_id,
    piece.application_id,
    piece.happened_at,
    coalesce(min(piece.touch_external_id), 'decision') AS occurrence,
    bool_or(piece.is_news) AS is_news,
    min(min(piece.told_at)) OVER (
      PARTITION BY piece.agency_id, piece.candidate_id, piece.application_id
      ORDER BY piece.happened_at DESC
      ROWS UNBOUNDED PRECEDING
    ) AS told_at
  FROM (
    SELECT
      client_response.agency_id,
      client_response.candidate_id,
      client_response.application_id,
      client_response.happened_at,
      client_response.external_id AS touch_external_id,
      true AS is_news,
      NULL::timestamptz AS told_at
    FROM client_response
    JOIN application_terms AS concerned USING (agency_id, candidate_id, application_id, client_id)
    UNION ALL
    SELECT
      decided.agency_id,
      decided.candidate_id,
      decided.application_id,
      decided.decided_at,
      NULL,
      true,
      NULL
    FROM application AS decided
    WHERE decided.decision <> 'withdrawn'
      AND decided.decided_at IS NOT NULL
    UNION ALL
    SELECT
      touch.agency_id,
      touch.candidate_id,
      touch.application_id,
      touch.happened_at,
      NULL,
      false,
      touch.happened_at
    FROM touch
    WHERE touch.application_id IS NOT NULL
      AND touch.actor_kind = 'recruiter'
      AND touch.party_kind = 'candidate'
      AND touch.party_id = touch.candidate_id
      AND touch.purpose <> 'reminder'
  ) AS piece
  GROUP BY piece.agency_id, piece.candidate_id, piece.application_id, piece.happened_at
) AS news USING (agency_id, candidate_id, application_id)
CROSS JOIN LATERAL (
  SELECT least(application.withdrawn_at, candidate.active_until, application.job_order_open_until) AS asked_until
) AS ending
WHERE news.is_news
