-- statement: plan_expand_everybody
-- summary: Turns "everybody" in the queue into the candidates there are.
WITH everybody AS (
  DELETE FROM dirty
  WHERE dirty.agency_id = :agency
    AND dirty.candidate_id = 0
  RETURNING dirty.agency_id
)
INSERT INTO dirty (agency_id, candidate_id)
SELECT
  candidate.agency_id,
  candidate.candidate_id
FROM candidate
WHERE candidate.agency_id = :agency
  AND EXISTS (SELECT FROM everybody)
ORDER BY candidate.candidate_id
