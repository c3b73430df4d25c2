-- rule: announcement_hold
-- summary: Hold the candidate's announcement until every reference has heard from them.
-- why: A reference who learns it from a post will not vouch again.
-- source: Follow up with your job references
-- asks: of a candidate who accepted and whose new job is announced on a known day, as long as a used reference is still to be told
-- needs: contactable, accepted, decided_at, announcement, used_reference
-- anchor: the decision
-- due: announce_on - due_bd bd
-- due: no earlier than opens_at
-- done: the last outcome touch, when every reference who may be contacted has one
-- counts: from candidate to reference
-- counts: purpose outcome
-- actor: recruiter
-- party: candidate
-- channel: call
-- purpose: other
-- minutes: 10
-- template: announcement_hold
-- action: Make sure that {party} announces nothing before every reference knows
-- param: due_bd = 1 -- business days before the day of the announcement
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  NULL::bigint AS reference_id,
  '' AS occurrence,
  'candidate' AS party_kind,
  application.candidate_id AS party_id,
  candidate.recruiter_id,
  application.decided_at AS anchor_at,
  application.decided_at AS asked_from,
  NULL::timestamptz AS asked_until,
  NULL AS until_reason,
  application.decided_at AS opens_at,
  greatest(
    application.decided_at,
    plus_business_days(announcement.announced_at, - :due_bd::integer, practice)
  ) AS due_at,
  NULL::timestamptz AS expires_at,
  CASE WHEN concerned.told = concerned.to_tell THEN concerned.last_told_at END AS done_at,
  format(
    'to be announced on %s; told so far: %s of %s references',
    application.announce_on,
    concerned.told,
    concerned.to_tell
  ) AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  SELECT at_local(application.announce_on, '00:00', practice) AS announced_at
) AS announcement
JOIN (
  SELECT
    used_reference.agency_id,
    used_reference.candidate_id,
    used_reference.application_id,
    count(*) AS to_tell,
    count(told_reference.told_at) AS told,
    max(told_reference.told_at) AS last_told_at
  FROM used_reference
  JOIN practice USING (agency_id)
  JOIN application AS announced USING (agency_id, candidate_id, application_id)
  JOIN contactable_reference AS reference USING (agency_id, candidate_id, reference_id)
  LEFT JOIN told_reference USING (agency_id, candidate_id, application_id, reference_id)
  WHERE reference.consent = 'yes'
    AND used_reference.used_from < at_local(announced.announce_on, '00:00', practice)
    AND coalesce(reference.active_from, '-infinity') <= at_local(announced.announce_on, '00:00', practice)
    AND coalesce(reference.active_until, 'infinity') > at_local(announced.announce_on, '00:00', practice)
  GROUP BY used_reference.agency_id, used_reference.candidate_id, used_reference.application_id
) AS concerned USING (agency_id, candidate_id, application_id)
WHERE application.decision = 'accepted'
  AND application.decided_at IS NOT NULL
  AND application.announce_on IS NOT NULL
