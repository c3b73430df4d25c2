-- word: used_reference
-- summary: References with a touch of purpose heads_up, guidance, reference_check, progress or accuracy that names the application; used from the first on.
SELECT
  use.agency_id,
  use.candidate_id,
  use.application_id,
  use.reference_id,
  min(use.happened_at) AS used_from
FROM (
  SELECT
    touch.agency_id,
    touch.candidate_id,
    touch.application_id,
    touch.actor_id AS reference_id,
    touch.happened_at
  FROM touch
  WHERE touch.application_id IS NOT NULL
    AND touch.purpose IN ('heads_up', 'guidance', 'reference_check', 'progress', 'accuracy')
    AND touch.actor_kind = 'reference'
  UNION ALL
  SELECT
    touch.agency_id,
    touch.candidate_id,
    touch.application_id,
    touch.party_id,
    touch.happened_at
  FROM touch
  WHERE touch.application_id IS NOT NULL
    AND touch.purpose IN ('heads_up', 'guidance', 'reference_check', 'progress', 'accuracy')
    AND touch.party_kind = 'reference'
) AS use
GROUP BY use.agency_id, use.candidate_id, use.application_id, use.reference_id
