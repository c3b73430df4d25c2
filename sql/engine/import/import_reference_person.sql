-- fragment: import_reference_person
-- summary: The person to whom a row refers by one of its columns.
-- joined: in sequence
LEFT JOIN {table} AS {column}
  ON {column}.agency_id = :agency
  AND {column}.source = row.{column}_source
  AND {column}.external_id = row.{column}
