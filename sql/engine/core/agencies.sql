-- statement: agencies
-- summary: The agencies of the database, and whether the tables are distributed: then an agency's statements go to the node that holds its rows.
SELECT
  agency.agency_id,
  agency.name,
  agency.time_zone,
  to_regprocedure('at_agency(integer,text)') IS NOT NULL AS distributed
FROM agency
ORDER BY agency.name
