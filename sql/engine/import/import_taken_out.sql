-- fragment: import_taken_out
-- summary: Takes out the rows of one canonical file.
-- joined: in sequence
{target}_out AS (
  DELETE FROM {table}
  USING named
  WHERE named.target = :'target'
    AND {table}.agency_id = :agency
    AND {table}.{own id} = named.id
),
