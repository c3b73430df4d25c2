-- statement: schema_sizes
-- summary: The tables with their rows, as the server last counted them, and their bytes on disk without indexes.
-- nullable: rows
SELECT
  pg_class.relname AS name,
  CASE WHEN pg_class.reltuples >= 0 THEN pg_class.reltuples::bigint END AS rows,
  pg_table_size(pg_class.oid) AS bytes
FROM pg_class
WHERE pg_class.relnamespace = current_schema()::regnamespace
  AND pg_class.relkind IN ('r', 'p')
