-- statement: metrics_queue
-- summary: How many candidates wait to be planned. A row of candidate 0 stands for everybody.
SELECT
  CASE
    WHEN EXISTS (
      SELECT
      FROM plan_queue
      WHERE plan_queue.agency_id = :agency
        AND plan_queue.candidate_id = 0
    )
    THEN (SELECT count(*) FROM candidate WHERE candidate.agency_id = :agency)
    ELSE (SELECT count(DISTINCT plan_queue.candidate_id) FROM plan_queue WHERE plan_queue.agency_id = :agency)
  END AS candidates
