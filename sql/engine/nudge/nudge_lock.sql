-- statement: nudge_lock
-- summary: One planner of nudges per agency at a time, so that two never put the same step into two messages.
-- Whoever puts a message back into the queue takes it too: between a planner's statements none comes back. It is the first lock
-- of its transaction; messages are locked after it, in the order of their ids.
SELECT practice_in_force.agency_id
FROM practice_in_force
WHERE practice_in_force.agency_id = :agency
FOR NO KEY UPDATE
