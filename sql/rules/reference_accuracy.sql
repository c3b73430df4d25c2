-- rule: reference_accuracy
-- summary: Ask each reference what the employer asked and whether the answers were understood correctly.
-- why: What a reference said and what was written down can differ, and only the reference knows.
-- source: The importance of following up with references after the interview
-- asks: for each consenting reference who was called by an employer about an application
-- anchor: the employer's first call to the reference
-- due: anchor_at + due_bd bd
-- done: an accuracy touch from a recruiter to the reference since the call
-- actor: recruiter
-- party: reference
-- channel: call
-- purpose: accuracy
-- minutes: 10
-- template: reference_accuracy
-- action: Ask {party} how the call of {client} about {candidate} went
-- param: due_bd = 1 -- business days after it opens
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  reference.reference_id,
  '' AS occurrence,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  candidate.recruiter_id,
  employer.called_at AS anchor_at,
  greatest(employer.called_at, reference.active_from) AS asked_from,
  ending.asked_until,
  CASE ending.asked_until
    WHEN application.withdrawn_at THEN 'the application was withdrawn'
    WHEN reference.active_until THEN 'the reference is no longer active'
  END AS until_reason,
  employer.called_at AS opens_at,
  plus_business_days(employer.called_at, :due_bd, practice) AS due_at,
  NULL::timestamptz AS expires_at,
  asked.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id)
JOIN employers_first_check AS employer USING (agency_id, candidate_id, application_id, reference_id)
CROSS JOIN LATERAL (
  SELECT least(application.withdrawn_at, reference.active_until) AS asked_until
) AS ending
LEFT JOIN (
  SELECT
    since.agency_id,
    since.candidate_id,
    since.application_id,
    since.reference_id,
    min(touch.happened_at) AS happened_at
  FROM employers_first_check AS since
  JOIN touch
    ON touch.agency_id = since.agency_id
    AND touch.party_id = since.reference_id
  WHERE touch.party_kind = 'reference'
    AND touch.actor_kind = 'recruiter'
    AND touch.purpose = 'accuracy'
    AND touch.happened_at >= since.called_at
    AND (touch.application_id IS NULL OR touch.application_id = since.application_id)
  GROUP BY since.agency_id, since.candidate_id, since.application_id, since.reference_id
) AS asked USING (agency_id, candidate_id, application_id, reference_id)
WHERE reference.consent = 'yes'
