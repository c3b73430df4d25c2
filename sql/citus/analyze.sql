-- statement: analyze
-- summary: A script that gathers statistics of tables, for the node of the agency: of the shards there that hold the agency's rows.
-- Gathered of the tables themselves, they would be those of all agencies on all nodes.
SELECT
  'ANALYZE ' || string_agg(
    shard_name(pg_class.oid, get_shard_id_for_distribution_column(pg_class.oid, :agency::integer)),
    ', '
    ORDER BY pg_class.relname
  ) AS script
FROM regexp_split_to_table(regexp_replace(:'script', '--[^\n]*', '', 'g'), '\W+') AS word
JOIN pg_class
  ON pg_class.relname = word
  AND pg_class.relnamespace = current_schema()::regnamespace
JOIN pg_dist_partition ON pg_dist_partition.logicalrelid = pg_class.oid
