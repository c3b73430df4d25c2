-- statement: plan_ranges
-- summary: The last candidate of each of so many ranges that together hold everybody in the queue, as many in each.
SELECT
  max(divided.candidate_id) AS last_candidate,
  count(*) AS candidates
FROM (
  SELECT
    queued.candidate_id,
    ntile(:ranges::integer) OVER (ORDER BY queued.candidate_id) AS part
  FROM (
    SELECT DISTINCT plan_queue.candidate_id
    FROM plan_queue
    WHERE plan_queue.agency_id = :agency
      AND plan_queue.candidate_id > 0
  ) AS queued
) AS divided
GROUP BY divided.part
ORDER BY divided.part
