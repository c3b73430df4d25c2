-- statement: plan_put_back
-- summary: Puts candidates back into the queue.
INSERT INTO plan_queue (agency_id, candidate_id)
SELECT
  :agency,
  aside.candidate_id
FROM unnest(:'candidates'::bigint[]) AS aside (candidate_id)
