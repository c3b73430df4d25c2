-- How many rows each table has, one line a table: the same in two databases that hold the same.
SELECT format('SELECT %L AS "table", count(*) FROM %I', relname, relname)
FROM pg_class
WHERE relnamespace = 'public'::regnamespace
  AND relkind = 'r'
ORDER BY relname
\gexec
