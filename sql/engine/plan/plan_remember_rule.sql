-- statement: plan_remember_rule
-- summary: Remembers the text and parameters with which a rule is planned from now on, and how long its action takes.
INSERT INTO rule_in_force (agency_id, rule, digest, minutes)
VALUES (:agency, :'rule', :'digest', :minutes::integer)
ON CONFLICT (agency_id, rule) DO UPDATE
SET digest = excluded.digest,
  minutes = excluded.minutes
