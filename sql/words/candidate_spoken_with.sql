-- word: candidate_spoken_with
-- summary: The last touch between a recruiter and a candidate, about any application.
SELECT
  spoken.agency_id,
  spoken.candidate_id,
  max(spoken.happened_at) AS happened_at
FROM (
  SELECT
    touch.agency_id,
    touch.actor_id AS candidate_id,
    touch.happened_at
  FROM touch
  WHERE touch.actor_kind = 'candidate'
    AND touch.party_kind = 'recruiter'
  UNION ALL
  SELECT
    touch.agency_id,
    touch.party_id,
    touch.happened_at
  FROM touch
  WHERE touch.party_kind = 'candidate'
    AND touch.actor_kind = 'recruiter'
) AS spoken
GROUP BY spoken.agency_id, spoken.candidate_id
