-- fragment: import_found_by_key
-- summary: The row as it is stored now, by the columns of its key.
LEFT JOIN {table} AS stored
  ON stored.agency_id = :agency
  AND ROW({key of stored})::text = changed.own
