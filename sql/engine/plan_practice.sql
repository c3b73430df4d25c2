-- statement: plan_practice
-- summary: The practice in force, whose values stand in the plan as constants.
SELECT practice.*
FROM practice
WHERE practice.agency_id = :agency
