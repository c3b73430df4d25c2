-- statement: plan_remember_rule
-- summary: Remembers the text and parameters with which a rule is planned from now on.
INSERT INTO rule_in_force (agency_id, rule, digest)
VALUES (:agency, :'rule', :'digest')
ON CONFLICT (agency_id, rule) DO UPDATE
SET digest = excluded.digest
