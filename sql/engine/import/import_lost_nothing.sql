-- fragment: import_lost_nothing
-- summary: A row that refers to nothing has lost nothing.
SELECT NULL::text AS column_name
