-- fragment: import_found_by_id
-- summary: The row as it is stored now, by its id in the source.
LEFT JOIN {table} AS stored
  ON stored.agency_id = :agency
  AND stored.source = :'source'
  AND stored.external_id = changed.key
