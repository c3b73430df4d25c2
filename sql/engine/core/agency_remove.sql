-- statement: agency_remove
-- summary: Removes an agency; all that belongs to it goes with it.
DELETE FROM agency
WHERE agency.agency_id = :agency
