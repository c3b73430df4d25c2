-- fragment: import_id
-- summary: The id by which a row refers to a row of another file; NULL where the cell is empty.
-- joined: in sequence
    nullif(staging.record ->> :'column'::text, '') AS {column},
