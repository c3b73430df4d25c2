-- statement: example_agency
-- summary: Adds the agency of an example of a rule, in a transaction that is rolled back.
INSERT INTO agency (name, time_zone)
VALUES (:'name', :'time_zone')
RETURNING agency.agency_id
