-- statement: agency_add
-- summary: Adds an agency; refused where the zone is not known or the name taken.
INSERT INTO agency (name, time_zone)
SELECT
  :'name',
  :'time_zone'
WHERE is_time_zone(:'time_zone')
ON CONFLICT ON CONSTRAINT agency_name_is_unique DO NOTHING
RETURNING agency_id
