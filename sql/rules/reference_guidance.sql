-- rule: reference_guidance
-- summary: Tell each new reference what the search is about and what may be asked.
-- why: A reference who knows the job can speak about it.
-- source: Follow up with your job references
-- asks: for each reference that did not refuse consent
-- needs: contactable, reference, added_reference
-- anchor: when the reference was added
-- due: anchor_at + due_bd bd
-- done: a guidance touch from the candidate to the reference
-- actor: candidate
-- party: reference
-- channel: call
-- purpose: guidance
-- minutes: 10
-- template: reference_guidance
-- action: Brief {party} on the search and on what may be asked
-- param: due_bd = 3 -- business days after it opens
SELECT
  reference.agency_id,
  reference.candidate_id,
  NULL::bigint AS application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  reference.reference_id,
  '' AS occurrence,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  candidate.recruiter_id,
  reference.added_at AS anchor_at,
  reference.active_from AS asked_from,
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  reference.added_at AS opens_at,
  plus_business_days(reference.added_at, :due_bd, practice) AS due_at,
  NULL::timestamptz AS expires_at,
  briefed.happened_at AS done_at,
  CASE WHEN reference.consent IS NULL THEN 'whether they agree to be contacted is not known yet: ask' END AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id)
LEFT JOIN (
  SELECT
    touch.agency_id,
    touch.actor_id AS candidate_id,
    touch.party_id AS reference_id,
    min(touch.happened_at) AS happened_at
  FROM touch
  WHERE touch.party_kind = 'reference'
    AND touch.actor_kind = 'candidate'
    AND touch.purpose = 'guidance'
  GROUP BY touch.agency_id, touch.actor_id, touch.party_id
) AS briefed USING (agency_id, candidate_id, reference_id)
WHERE reference.consent IS DISTINCT FROM 'no'
  AND reference.added_at IS NOT NULL
