-- word: outcome_told
-- summary: Each time since the decision that the candidate told a reference how it ended, by a touch that names the application (is_named) or none.
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  application.external_id,
  touch.party_id AS reference_id,
  touch.happened_at,
  touch.application_id IS NOT NULL AS is_named
FROM application_terms AS application
JOIN touch
  ON touch.agency_id = application.agency_id
  AND touch.actor_kind = 'candidate'
  AND touch.actor_id = application.candidate_id
  AND touch.happened_at >= application.closed_at
WHERE touch.party_kind = 'reference'
  AND touch.purpose = 'outcome'
  AND (touch.application_id IS NULL OR touch.application_id = application.application_id)
