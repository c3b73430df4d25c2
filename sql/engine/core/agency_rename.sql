-- statement: agency_rename
-- summary: Gives an agency another name.
UPDATE agency
SET name = :'name'
WHERE agency.agency_id = :agency
