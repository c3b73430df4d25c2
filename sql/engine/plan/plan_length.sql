-- statement: plan_length
-- summary: How many candidates wait to be planned; asked where somebody watches how far the plan has come.
SELECT count(DISTINCT plan_queue.candidate_id)::integer AS candidates
FROM plan_queue
WHERE plan_queue.agency_id = :agency
