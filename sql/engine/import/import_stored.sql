-- fragment: import_stored
-- summary: What is stored of a row that has an id in the source.
LEFT JOIN {table} AS stored
  ON stored.agency_id = :agency
  AND stored.source = :'source'
  AND stored.external_id = row.key
