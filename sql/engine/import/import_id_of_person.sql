-- fragment: import_id_of_person
-- summary: The id by which a row refers to a person, and that person's source: of the row that was kept, where rows were merged. NULL where the cell is empty.
-- joined: in sequence
    coalesce(staging.record ->> (:'column'::text || '+id'), nullif(staging.record ->> :'column'::text, '')) AS {column},
    coalesce(staging.record ->> (:'column'::text || '+source'), :'source'::text) AS {column}_source,
