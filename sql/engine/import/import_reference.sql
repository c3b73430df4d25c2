-- fragment: import_reference
-- summary: What a row refers to by one of its columns.
-- joined: in sequence
LEFT JOIN {table} AS {column}
  ON {column}.agency_id = :agency
  AND {column}.source = :'source'
  AND {column}.external_id = row.{column}
