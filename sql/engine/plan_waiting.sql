-- statement: plan_waiting
-- summary: Whether a candidate after that one waits to be planned.
SELECT EXISTS (
  SELECT
  FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id > :after
) AS waiting
