-- rule: reference_gift
-- summary: Send each reference a small gift or a note when the candidate gets the job.
-- why: A thank-you that can be held in the hand is kept.
-- source: Follow up with your job references
-- asks: for each used and consenting reference of an accepted application
-- anchor: the decision, or the first use of the reference if later
-- due: anchor_at + due_bd bd
-- done: a gift or note from the candidate to the reference since the decision
-- counts: any purpose
-- actor: candidate
-- party: reference
-- channel: gift
-- purpose: gift
-- late: counts
-- minutes: 10
-- template: reference_gift
-- action: Send {party} a small gift or a note for helping to land {job} at {client}
-- param: due_bd = 5 -- business days after it opens
-- param: expires_days = 30 -- days after it opens
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
  opening.opens_at AS anchor_at,
  greatest(opening.opens_at, reference.active_from) AS asked_from,
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  opening.opens_at,
  plus_business_days(opening.opens_at, :due_bd, practice) AS due_at,
  plus_days(opening.opens_at, :expires_days, practice) AS expires_at,
  given.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
JOIN used_reference USING (agency_id, candidate_id, application_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id, reference_id)
CROSS JOIN LATERAL (
  SELECT greatest(application.closed_at, used_reference.used_from) AS opens_at
) AS opening
LEFT JOIN (
  SELECT
    accepted.agency_id,
    accepted.candidate_id,
    accepted.application_id,
    touch.party_id AS reference_id,
    min(touch.happened_at) AS happened_at
  FROM application_terms AS accepted
  JOIN touch
    ON touch.agency_id = accepted.agency_id
    AND touch.actor_id = accepted.candidate_id
  WHERE touch.actor_kind = 'candidate'
    AND touch.party_kind = 'reference'
    AND touch.channel IN ('gift', 'note')
    AND touch.purpose <> 'reminder'
    AND touch.happened_at >= accepted.closed_at
    AND (touch.application_id IS NULL OR touch.application_id = accepted.application_id)
  GROUP BY accepted.agency_id, accepted.candidate_id, accepted.application_id, touch.party_id
) AS given USING (agency_id, candidate_id, application_id, reference_id)
WHERE reference.consent = 'yes'
  AND application.decision = 'accepted'
  AND application.decided_at IS NOT NULL
