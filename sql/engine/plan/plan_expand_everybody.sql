-- statement: plan_expand_everybody
-- summary: Turns "everybody" in the queue into the candidates that exist.
WITH everybody AS (
  DELETE FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id = 0
  RETURNING plan_queue.agency_id
)
INSERT INTO plan_queue (agency_id, candidate_id)
SELECT
  candidate.agency_id,
  candidate.candidate_id
FROM candidate
WHERE candidate.agency_id = :agency
  AND EXISTS (SELECT FROM everybody)
ORDER BY candidate.candidate_id
