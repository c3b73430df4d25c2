-- rule: reference_thanks
-- summary: Thank each reference after the employer has spoken to them.
-- why: They did the candidate a favour; references who are not thanked stop answering.
-- source: The importance of following up with references after the interview
-- source: Follow up with your job references
-- asks: for each consenting reference who was called by an employer about an application
-- anchor: the employer's first call to the reference
-- due: anchor_at + due_bd bd
-- done: a thanks touch from the candidate to the reference since the call
-- actor: candidate
-- party: reference
-- channel: email
-- purpose: thanks
-- minutes: 5
-- template: reference_thanks
-- action: Thank {party} by email for speaking with {client}
-- param: due_bd = 2 -- business days after it opens
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
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  employer.called_at AS opens_at,
  plus_business_days(employer.called_at, :due_bd, practice) AS due_at,
  NULL::timestamptz AS expires_at,
  thanked.happened_at AS done_at,
  CASE WHEN reference.email IS NULL THEN 'no email on file' END AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id)
JOIN employers_first_check AS employer USING (agency_id, candidate_id, application_id, reference_id)
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
    AND touch.actor_kind = 'candidate'
    AND touch.actor_id = since.candidate_id
    AND touch.purpose = 'thanks'
    AND touch.happened_at >= since.called_at
    AND (touch.application_id IS NULL OR touch.application_id = since.application_id)
  GROUP BY since.agency_id, since.candidate_id, since.application_id, since.reference_id
) AS thanked USING (agency_id, candidate_id, application_id, reference_id)
WHERE reference.consent = 'yes'
