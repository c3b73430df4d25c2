-- statement: plan_rules_in_force
-- summary: With which text and parameters each rule was last planned, and how long its action took by then.
-- nullable: minutes
SELECT
  rule_in_force.rule,
  rule_in_force.digest,
  rule_in_force.minutes
FROM rule_in_force
WHERE rule_in_force.agency_id = :agency
