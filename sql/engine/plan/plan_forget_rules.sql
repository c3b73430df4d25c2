-- statement: plan_forget_rules
-- summary: Forgets rules whose files no longer exist.
DELETE FROM rule_in_force
WHERE rule_in_force.agency_id = :agency
  AND rule_in_force.rule <> ALL (:'rules'::text[])
