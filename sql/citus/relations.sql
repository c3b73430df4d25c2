-- statement: relations
-- summary: What replaces each distributed table and each view in a statement about one agency, $1: its rows of that agency alone.
-- Said for every table by itself, so that Citus sees at each that one shard holds them. The few rows of the table that is copied to every
-- node are written out: beside a distributed table, Citus takes it for leaving the agency.
SELECT
  pg_class.relname::text AS name,
  format('(SELECT * FROM %I WHERE agency_id = $1)', pg_class.relname) AS rows
FROM pg_dist_partition
JOIN pg_class ON pg_class.oid = pg_dist_partition.logicalrelid
WHERE pg_class.relnamespace = current_schema()::regnamespace
  AND pg_dist_partition.partmethod = 'h'
UNION ALL
SELECT
  'policy_key',
  format('(SELECT * FROM jsonb_populate_recordset(NULL::policy_key, %L))', jsonb_agg(to_jsonb(policy_key)))
FROM policy_key
UNION ALL
SELECT
  pg_views.viewname::text,
  format('(%s)', rtrim(pg_views.definition, ';'))
FROM pg_views
WHERE pg_views.schemaname = current_schema()
  AND pg_views.viewname NOT LIKE 'citus%'
