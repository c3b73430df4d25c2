-- statement: plan_turn_hold
-- summary: Whether it is still this program's turn. Its connections hold the agency's row together, each for candidates of its own; whoever
-- takes agency_lock waits for them, and they for it. No row: another program took its turn.
SELECT agency.agency_id
FROM agency
WHERE agency.agency_id = :agency
  AND agency.plan_turn = :turn
FOR SHARE
