-- guardrail: announced_before_told
-- summary: A job announced before a reference who helped to land it was told.
-- why: A reference who learns it from a post will not vouch again.
-- avoid: Do not announce the job before every reference has heard the news.
-- source: Follow up with your job references
-- rules: reference_outcome, announcement_hold
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  NULL::bigint AS interview_id,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  announcement.reached_at AS at,
  NULL::bigint AS touch_id,
  format('announced on %s', application.announce_on) AS detail
FROM scope
JOIN practice USING (agency_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  SELECT
    at_local(application.announce_on, '00:00', practice) AS announced_at,
    greatest(at_local(application.announce_on, '00:00', practice), application.closed_at) AS reached_at
) AS announcement
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
WHERE application.decision = 'accepted'
  AND application.announce_on IS NOT NULL
  AND reference.used_from < announcement.announced_at
  AND coalesce(reference.active_from, '-infinity') <= announcement.announced_at
  AND coalesce(reference.active_until, 'infinity') > announcement.announced_at
  AND NOT EXISTS (
    SELECT
    FROM outcome_told
    WHERE outcome_told.agency_id = application.agency_id
      AND outcome_told.candidate_id = application.candidate_id
      AND outcome_told.application_id = application.application_id
      AND outcome_told.reference_id = reference.reference_id
      AND outcome_told.happened_at < announcement.reached_at
  )
