-- statement: agency_lock
-- summary: One writer of derived rows per agency at a time; readers and those who record facts do not wait.
SELECT agency.agency_id
FROM agency
WHERE agency.agency_id = :agency
FOR NO KEY UPDATE
