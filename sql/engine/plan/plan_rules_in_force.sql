-- statement: plan_rules_in_force
-- summary: With which text and parameters each rule was last planned.
SELECT
  rule_in_force.rule,
  rule_in_force.digest
FROM rule_in_force
WHERE rule_in_force.agency_id = :agency
