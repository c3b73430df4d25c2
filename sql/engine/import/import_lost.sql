-- fragment: import_lost
-- summary: Whether what a row referred to by one of its columns is gone.
SELECT :'column'::text AS column_name
WHERE (:'kind'::text IS NULL OR {kind of past} = :'kind')
  AND past.{stored} IS NOT NULL
  AND NOT EXISTS (
    SELECT
    FROM {table} AS referred
    WHERE referred.agency_id = :agency
      AND referred.{referred id} = past.{stored}
  )
