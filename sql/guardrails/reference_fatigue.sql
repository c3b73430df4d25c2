-- guardrail: reference_fatigue
-- summary: A reference asked more often in a year than the policy allows, for all candidates together.
-- why: People who are asked every month stop answering, and then nobody can ask them.
-- avoid: Do not ask the same person for a reference several times a year.
-- source: Follow up with your job references
-- rules: reference_guidance, reference_heads_up
-- param: within_days = 365 -- days up to the ask in which asks are counted
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.about_application_id AS application_id,
  touch.about_interview_id AS interview_id,
  touch.party_kind,
  touch.party_id,
  touch.happened_at AS at,
  touch.touch_id,
  format('request %s to this person in a year; at most %s are allowed', counted.asks, practice.reference_asks_per_year) AS detail
FROM scope
JOIN practice USING (agency_id)
JOIN touch_about AS touch USING (agency_id, candidate_id)
JOIN reference_contact AS reference
  ON reference.agency_id = touch.agency_id
  AND reference.reference_id = touch.party_id
CROSS JOIN LATERAL (
  SELECT count(*) AS asks
  FROM reference_contact AS same
  JOIN touch AS ask
    ON ask.agency_id = same.agency_id
    AND ask.party_kind = 'reference'
    AND ask.party_id = same.reference_id
  WHERE same.agency_id = reference.agency_id
    AND same.person = reference.person
    AND ask.purpose IN ('heads_up', 'guidance', 'reference_check')
    AND ask.happened_at >= plus_days(touch.happened_at, - :within_days::integer, practice)
    AND ask.happened_at <= touch.happened_at
) AS counted
WHERE touch.party_kind = 'reference'
  AND touch.purpose IN ('heads_up', 'guidance', 'reference_check')
  AND counted.asks > practice.reference_asks_per_year
