-- rule: reference_network
-- summary: Ask a reference whose candidate was placed whom else they know, once a year at most.
-- why: Nobody knows the field better, and the call is welcome while the news is good.
-- source: The importance of following up with references after the interview
-- asks: for each used reference of an accepted application who was told the outcome, once a year for one person
-- anchor: when the reference was told the outcome
-- due: anchor_at + due_bd bd
-- done: a touch network from a recruiter to that person since then
-- actor: recruiter
-- party: reference
-- channel: call
-- purpose: network
-- minutes: 15
-- template: reference_network
-- action: Ask {party} whom else they know, now that {candidate} has landed {job}
-- param: due_bd = 10 -- business days after it opens
-- param: expires_days = 60 -- days after it opens
-- param: every_days = 365 -- days after the person was told another outcome
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
  told.happened_at AS anchor_at,
  greatest(told.happened_at, reference.active_from) AS asked_from,
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  told.happened_at AS opens_at,
  plus_business_days(told.happened_at, :due_bd, practice) AS due_at,
  plus_days(told.happened_at, :expires_days, practice) AS expires_at,
  asked.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
JOIN application USING (agency_id, candidate_id)
JOIN LATERAL (
  SELECT
    contactable.*,
    used_reference.used_from
  FROM used_reference
  JOIN contactable_reference AS contactable USING (agency_id, candidate_id, reference_id)
  WHERE used_reference.agency_id = application.agency_id
    AND used_reference.candidate_id = application.candidate_id
    AND used_reference.application_id = application.application_id
    AND contactable.consent = 'yes'
  OFFSET 0
) AS reference ON true
CROSS JOIN LATERAL (
  SELECT min(outcome_told.happened_at) AS happened_at
  FROM outcome_told
  WHERE outcome_told.agency_id = application.agency_id
    AND outcome_told.candidate_id = application.candidate_id
    AND outcome_told.application_id = application.application_id
    AND outcome_told.reference_id = reference.reference_id
) AS told
LEFT JOIN LATERAL (
  SELECT min(touch.happened_at) AS happened_at
  FROM reference_contact AS same
  JOIN touch
    ON touch.agency_id = same.agency_id
    AND touch.party_kind = 'reference'
    AND touch.party_id = same.reference_id
  WHERE same.agency_id = reference.agency_id
    AND same.person = reference.person
    AND touch.actor_kind = 'recruiter'
    AND touch.purpose = 'network'
    AND touch.happened_at >= told.happened_at
    AND (touch.application_id IS NULL OR touch.application_id = application.application_id)
) AS asked ON true
LEFT JOIN LATERAL (
  -- The same person told how another application ended, in the year before.
  SELECT true AS told_before
  FROM reference_contact AS same
  JOIN outcome_told AS other
    ON other.agency_id = same.agency_id
    AND other.candidate_id = same.candidate_id
    AND other.reference_id = same.reference_id
  WHERE same.agency_id = reference.agency_id
    AND same.person = reference.person
    AND other.application_id <> application.application_id
    AND other.happened_at >= plus_days(told.happened_at, - :every_days::integer, practice)
    AND (
      other.happened_at < told.happened_at
      OR (other.happened_at = told.happened_at AND other.external_id < application.external_id)
    )
    AND (
      other.is_named
      OR EXISTS (
        SELECT
        FROM used_reference AS others_use
        WHERE others_use.agency_id = other.agency_id
          AND others_use.candidate_id = other.candidate_id
          AND others_use.application_id = other.application_id
          AND others_use.reference_id = other.reference_id
      )
    )
  LIMIT 1
) AS others ON true
WHERE application.decision = 'accepted'
  AND told.happened_at IS NOT NULL
  AND others.told_before IS NULL
