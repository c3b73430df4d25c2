-- statement: inbox_position
-- summary: How far a folder of a server was read; no row: nothing of it.
SELECT
  inbox_folder.uid_validity,
  inbox_folder.last_uid
FROM inbox_folder
WHERE inbox_folder.agency_id = :agency
  AND inbox_folder.folder = :'folder'
