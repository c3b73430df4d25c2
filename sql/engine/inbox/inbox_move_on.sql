-- statement: inbox_move_on
-- summary: Says how far a folder of a server was read.
INSERT INTO inbox_folder (agency_id, folder, uid_validity, last_uid)
VALUES (:agency, :'folder', :validity::bigint, :uid::bigint)
ON CONFLICT (agency_id, folder) DO UPDATE
SET uid_validity = excluded.uid_validity,
  last_uid = excluded.last_uid
