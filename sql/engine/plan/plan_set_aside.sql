-- statement: plan_set_aside
-- summary: Takes candidates out of the queue, to be put back in the same transaction; returns those that were in it.
WITH taken AS (
  DELETE FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id = ANY (:'candidates'::bigint[])
  RETURNING plan_queue.candidate_id
)
SELECT DISTINCT taken.candidate_id
FROM taken
