-- rule: reference_replace
-- summary: Have the candidate name another reference when one is lost and too few are left.
-- why: If this is discovered only when the employer asks, it delays the offer by a week.
-- source: Agency practice
-- asks: for each reference that was lost and left too few
-- needs: contactable, lost_reference
-- anchor: when the reference was lost
-- due: anchor_at + due_bd bd
-- done: the next moment at which enough active references consent
-- counts: nothing
-- actor: recruiter
-- party: candidate
-- channel: call
-- purpose: other
-- minutes: 10
-- template: reference_replace
-- action: Agree with {party} on another reference
-- param: due_bd = 2 -- business days after it opens
SELECT
  reference.agency_id,
  reference.candidate_id,
  NULL::bigint AS application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  reference.reference_id,
  reference.external_id AS occurrence,
  'candidate' AS party_kind,
  reference.candidate_id AS party_id,
  candidate.recruiter_id,
  reference.status_since AS anchor_at,
  reference.status_since AS asked_from,
  candidate.active_until AS asked_until,
  'the candidate is no longer active' AS until_reason,
  reference.status_since AS opens_at,
  plus_business_days(reference.status_since, :due_bd, practice) AS due_at,
  NULL::timestamptz AS expires_at,
  again.happened_at AS done_at,
  format('%s is %s; wanted: %s active references who consent', reference.name, reference.status, practice.references_wanted) AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN reference_contact AS reference USING (agency_id, candidate_id)
JOIN (
  SELECT
    lost.agency_id,
    lost.candidate_id,
    lost.reference_id,
    count(other.reference_id) AS left_over
  FROM reference_contact AS lost
  LEFT JOIN consenting_reference AS other
    ON other.agency_id = lost.agency_id
    AND other.candidate_id = lost.candidate_id
    AND other.active_from <= lost.status_since
    AND other.active_until > lost.status_since
  GROUP BY lost.agency_id, lost.candidate_id, lost.reference_id
) AS remaining USING (agency_id, candidate_id, reference_id)
LEFT JOIN (
  -- There can only be enough again from a moment at which one more became active.
  SELECT
    lost.agency_id,
    lost.candidate_id,
    lost.reference_id,
    min(enough.happened_at) AS happened_at
  FROM reference_contact AS lost
  JOIN (
    SELECT
      turn.agency_id,
      turn.candidate_id,
      turn.active_from AS happened_at
    FROM (
      SELECT DISTINCT
        one_more.agency_id,
        one_more.candidate_id,
        one_more.active_from
      FROM consenting_reference AS one_more
    ) AS turn
    JOIN practice USING (agency_id)
    JOIN consenting_reference AS other USING (agency_id, candidate_id)
    WHERE other.active_from <= turn.active_from
      AND other.active_until > turn.active_from
    GROUP BY turn.agency_id, turn.candidate_id, turn.active_from, practice.references_wanted
    HAVING count(*) >= practice.references_wanted
  ) AS enough USING (agency_id, candidate_id)
  WHERE enough.happened_at > lost.status_since
  GROUP BY lost.agency_id, lost.candidate_id, lost.reference_id
) AS again USING (agency_id, candidate_id, reference_id)
WHERE reference.status <> 'active'
  AND reference.status_since IS NOT NULL
  AND remaining.left_over < practice.references_wanted
