-- statement: undistributed
-- summary: The tables that are to be distributed, or copied to every node, and are not yet.
SELECT pg_class.relname::text AS name
FROM pg_class
LEFT JOIN pg_dist_partition
  ON pg_dist_partition.logicalrelid = pg_class.oid
WHERE pg_class.relnamespace = current_schema()::regnamespace
  AND pg_class.relkind = 'r'
  AND pg_class.relname NOT IN ('schema_version', 'repeatable')
  AND pg_dist_partition.logicalrelid IS NULL
  AND NOT EXISTS (
    SELECT
    FROM pg_depend
    WHERE pg_depend.classid = 'pg_class'::regclass
      AND pg_depend.objid = pg_class.oid
      AND pg_depend.deptype = 'e'
  )
ORDER BY pg_class.relname
