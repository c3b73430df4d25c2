-- rule: reference_outcome
-- summary: Tell each reference how it ended, before they read the announcement.
-- why: Whether the candidate got the job or not, a reference who learns it from LinkedIn will not vouch again.
-- source: Follow up with your job references
-- source: The importance of following up with references after the interview
-- asks: for each used and consenting reference of a decided application
-- needs: contactable, application, decision, reference, consent, used_reference
-- anchor: the decision, or the first use of the reference if later
-- due: anchor_at + due_bd bd
-- due: no later than announce_on - announce_hours h
-- due: no earlier than opens_at
-- done: an outcome touch from the candidate to the reference since the decision
-- actor: candidate
-- party: reference
-- channel: call
-- purpose: outcome
-- minutes: 10
-- template: reference_outcome
-- action: Tell {party} how the application for {job} at {client} ended
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
  opening.opens_at AS anchor_at,
  greatest(opening.opens_at, reference.active_from) AS asked_from,
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  opening.opens_at,
  greatest(
    opening.opens_at,
    least(
      plus_business_days(opening.opens_at, :due_bd, practice),
      plus_hours(at_local(application.announce_on, '00:00', practice), - :announce_hours::integer)
    )
  ) AS due_at,
  NULL::timestamptz AS expires_at,
  told.told_at AS done_at,
  concat_ws(
    '; ',
    application.decision,
    'starts on ' || application.start_on,
    'to be announced on ' || application.announce_on
  ) AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
JOIN used_reference USING (agency_id, candidate_id, application_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id, reference_id)
CROSS JOIN LATERAL (
  SELECT greatest(application.closed_at, used_reference.used_from) AS opens_at
) AS opening
LEFT JOIN told_reference AS told USING (agency_id, candidate_id, application_id, reference_id)
WHERE reference.consent = 'yes'
  AND application.decision IS NOT NULL
  AND application.decided_at IS NOT NULL
