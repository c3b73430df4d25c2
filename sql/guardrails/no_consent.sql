-- guardrail: no_consent
-- summary: A contact with a reference who did not consent, or with anybody who asked not to be contacted.
-- why: They said so, and the law is on their side.
-- source: Agency practice
-- rules: reference_guidance, reference_heads_up, reference_progress, reference_accuracy, reference_thanks, reference_outcome, reference_gift, reference_keep_in_touch, reference_network
SELECT
  touch.agency_id,
  touch.about_candidate_id AS candidate_id,
  touch.about_application_id AS application_id,
  touch.about_interview_id AS interview_id,
  touch.party_kind,
  touch.party_id,
  touch.happened_at AS at,
  touch.touch_id,
  CASE
    WHEN told.do_not_contact THEN 'marked do-not-contact'
    WHEN told.consent = 'no' THEN 'consent was refused'
    ELSE 'consent is not known'
  END AS detail
FROM scope
JOIN LATERAL (
  SELECT named.*
  FROM touch_about AS named
  WHERE named.agency_id = scope.agency_id
    AND named.candidate_id = scope.candidate_id
    AND named.actor_kind IN ('recruiter', 'candidate')
  UNION ALL
  -- Touches without a candidate are looked at where the scope holds "no candidate".
  SELECT unnamed.*
  FROM touch_about AS unnamed
  WHERE unnamed.agency_id = scope.agency_id
    AND unnamed.candidate_id IS NULL
    AND scope.candidate_id IS NULL
    AND unnamed.actor_kind IN ('recruiter', 'candidate')
) AS touch ON true
JOIN LATERAL (
  SELECT
    reference.do_not_contact,
    reference.consent
  FROM reference_contact AS reference
  WHERE touch.party_kind = 'reference'
    AND reference.agency_id = touch.agency_id
    AND reference.reference_id = touch.party_id
  UNION ALL
  SELECT
    contact.do_not_contact,
    NULL
  FROM contact
  WHERE touch.party_kind = 'contact'
    AND contact.agency_id = touch.agency_id
    AND contact.contact_id = touch.party_id
  UNION ALL
  SELECT
    candidate.do_not_contact,
    NULL
  FROM candidate
  WHERE touch.party_kind = 'candidate'
    AND candidate.agency_id = touch.agency_id
    AND candidate.candidate_id = touch.party_id
) AS told ON true
WHERE told.do_not_contact
  OR (
    touch.party_kind = 'reference'
    AND CASE touch.purpose WHEN 'guidance' THEN told.consent = 'no' ELSE told.consent IS DISTINCT FROM 'yes' END
  )
