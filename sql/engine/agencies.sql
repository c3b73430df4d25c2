-- statement: agencies
-- summary: The agencies there are.
SELECT
  agency.agency_id,
  agency.name,
  agency.time_zone
FROM agency
ORDER BY agency.name
