-- statement: nudge_lock
-- summary: One planner of nudges per agency at a time, so that two never put the same rung into two messages.
SELECT practice.agency_id
FROM practice
WHERE practice.agency_id = :agency
FOR NO KEY UPDATE
