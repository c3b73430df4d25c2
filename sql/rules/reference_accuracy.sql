-- rule: reference_accuracy
-- summary: Ask each reference what the employer asked and whether the answers were heard right.
-- why: What a reference said and what was noted down can differ, and only they can tell.
-- source: The importance of following up with references after the interview
-- asks: for each consenting reference whom an employer called about an application
-- anchor: the employer's first call to the reference
-- due: anchor_at + due_bd bd
-- done: a touch accuracy from a recruiter to the reference since the call
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
CROSS JOIN LATERAL (
  SELECT min(employers_check.happened_at) AS called_at
  FROM employers_check
  WHERE employers_check.agency_id = application.agency_id
    AND employers_check.candidate_id = application.candidate_id
    AND employers_check.application_id = application.application_id
    AND employers_check.client_id = application.client_id
    AND employers_check.reference_id = reference.reference_id
) AS employer
CROSS JOIN LATERAL (
  SELECT least(application.withdrawn_at, reference.active_until) AS asked_until
) AS ending
LEFT JOIN LATERAL (
  SELECT min(touch.happened_at) AS happened_at
  FROM touch
  WHERE touch.agency_id = reference.agency_id
    AND touch.party_kind = 'reference'
    AND touch.party_id = reference.reference_id
    AND touch.actor_kind = 'recruiter'
    AND touch.purpose = 'accuracy'
    AND touch.happened_at >= employer.called_at
    AND (touch.application_id IS NULL OR touch.application_id = application.application_id)
) AS asked ON true
WHERE reference.consent = 'yes'
  AND employer.called_at IS NOT NULL
