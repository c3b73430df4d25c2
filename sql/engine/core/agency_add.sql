-- statement: agency_add
-- summary: Adds an agency; no row where the name is taken.
INSERT INTO agency (name, time_zone)
VALUES (:'name', :'time_zone')
ON CONFLICT DO NOTHING
