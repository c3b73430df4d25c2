-- statement: policy_set_time_zone
-- summary: Sets the zone in which the agency counts days.
UPDATE agency
SET time_zone = :'value'
WHERE agency.agency_id = :agency
  AND agency.time_zone <> :'value'
