-- statement: retention_settings
-- summary: How many days people are kept by the agency's policy; NULL: for ever.
-- nullable: candidates_days, references_days
SELECT
  in_force.minimum_days,
  in_force.candidates_days,
  in_force.references_days
FROM retention_in_force(:agency) AS in_force
