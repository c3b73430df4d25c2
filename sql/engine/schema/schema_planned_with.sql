-- statement: schema_planned_with
-- summary: With which text and parameters each rule was last planned. Of a database of any version.
SELECT
  rule_in_force.rule,
  rule_in_force.digest
FROM rule_in_force
WHERE rule_in_force.agency_id = :agency
