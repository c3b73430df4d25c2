-- fragment: import_person
-- summary: Who took part in a touch, where that is somebody of this kind.
-- joined: in sequence
LEFT JOIN {table} AS {column}_{kind}
  ON row.{column}_kind = :'kind'
  AND {column}_{kind}.agency_id = :agency
  AND {column}_{kind}.source = row.{column}_source
  AND {column}_{kind}.external_id = row.{column}
