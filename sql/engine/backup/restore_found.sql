-- statement: restore_found
-- summary: Whatever stands in a database that should be empty, the first three of it.
SELECT found.name
FROM (
  SELECT
    format('%I.%I', pg_namespace.nspname, pg_class.relname) AS name,
    pg_class.oid AS id,
    pg_namespace.nspname AS schema_name
  FROM pg_class
  JOIN pg_namespace
    ON pg_namespace.oid = pg_class.relnamespace
  UNION ALL
  SELECT
    pg_proc.oid::regprocedure::text,
    pg_proc.oid,
    pg_namespace.nspname
  FROM pg_proc
  JOIN pg_namespace
    ON pg_namespace.oid = pg_proc.pronamespace
) AS found
WHERE found.schema_name <> 'information_schema'
  AND left(found.schema_name, 3) <> 'pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend
    WHERE pg_depend.objid = found.id
      AND pg_depend.deptype = 'e'
  )
ORDER BY found.name
LIMIT 3
