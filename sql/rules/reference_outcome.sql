-- rule: reference_outcome
-- summary: Tell each reference how it ended, before the announcement does.
-- why: Whether the job was landed or not, a reference who learns it from LinkedIn will not vouch again.
-- source: Follow up with your job references
-- source: The importance of following up with references after the interview
-- actor: candidate
-- party: reference
-- channel: call
-- purpose: outcome
-- minutes: 10
-- template: reference_outcome
-- param: due_bd = 1 -- business days after it opens
-- param: announce_hours = 1 -- hours before the day of the announcement
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
  asked.asked_from AS anchor_at,
  asked.asked_from,
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  asked.asked_from AS opens_at,
  greatest(
    asked.asked_from,
    least(
      plus_business_days(asked.asked_from, :due_bd, practice),
      plus_hours(at_local(application.announce_on, '00:00', practice), - :announce_hours::integer)
    )
  ) AS due_at,
  NULL::timestamptz AS expires_at,
  told.happened_at AS done_at,
  concat_ws(
    '; ',
    application.decision,
    'starts on ' || application.start_on,
    'to be announced on ' || application.announce_on
  ) AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application USING (agency_id, candidate_id)
JOIN used_reference AS used USING (agency_id, candidate_id, application_id)
JOIN contactable_reference AS reference
  ON reference.agency_id = used.agency_id
  AND reference.candidate_id = used.candidate_id
  AND reference.reference_id = used.reference_id
CROSS JOIN LATERAL (
  SELECT greatest(application.decided_at, used.used_from, reference.active_from) AS asked_from
) AS asked
LEFT JOIN LATERAL (
  SELECT min(touch.happened_at) AS happened_at
  FROM touch
  WHERE touch.agency_id = reference.agency_id
    AND touch.party_kind = 'reference'
    AND touch.party_id = reference.reference_id
    AND touch.actor_kind = 'candidate'
    AND touch.actor_id = reference.candidate_id
    AND touch.purpose = 'outcome'
    AND touch.happened_at >= application.decided_at
    AND (touch.application_id IS NULL OR touch.application_id = application.application_id)
) AS told ON true
WHERE application.decision IS NOT NULL
  AND application.decided_at IS NOT NULL
  AND reference.consent = 'yes'
