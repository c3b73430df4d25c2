-- statement: plan_turn_take
-- summary: From here on this program's connections plan the agency side by side. It waits until those of an earlier program are through
-- with their batch; they begin no other.
UPDATE agency
SET plan_turn = agency.plan_turn + 1
WHERE agency.agency_id = :agency
RETURNING agency.plan_turn
