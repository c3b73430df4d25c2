-- statement: nudge_lock
-- summary: One planner of nudges per agency at a time, so that two never put the same rung into two messages.
SELECT practice_in_force.agency_id
FROM practice_in_force
WHERE practice_in_force.agency_id = :agency
FOR NO KEY UPDATE
