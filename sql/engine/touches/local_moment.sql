-- statement: local_moment
-- summary: The moment that a time without an offset means in the agency's zone.
SELECT (:'local'::timestamp AT TIME ZONE agency.time_zone) AS moment
FROM agency
WHERE agency.agency_id = :agency
