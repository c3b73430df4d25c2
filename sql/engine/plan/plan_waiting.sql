-- statement: plan_waiting
-- summary: Whether a candidate after that one, up to another, waits to be planned.
SELECT EXISTS (
  SELECT
  FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id > :after
    AND plan_queue.candidate_id <= :until
) AS waiting
