-- check: follow_up_of_a_rule_without_a_file
-- summary: An open follow-up of a rule that is no longer in sql/rules
-- remedy: run followup plan
SELECT
  follow_up.follow_up_id,
  follow_up.rule
FROM follow_up
WHERE follow_up.agency_id = :agency
  AND follow_up.closes_at > :'as_of'::timestamptz
  AND EXISTS (
    SELECT
    FROM rule_in_force
    WHERE rule_in_force.agency_id = follow_up.agency_id
  )
  AND NOT EXISTS (
    SELECT
    FROM rule_in_force
    WHERE rule_in_force.agency_id = follow_up.agency_id
      AND rule_in_force.rule = follow_up.rule
  )
