-- statement: shards
-- summary: Over how many nodes and shards the tables are distributed.
SELECT
  (SELECT count(*) FROM pg_dist_node WHERE pg_dist_node.noderole = 'primary' AND pg_dist_node.shouldhaveshards AND pg_dist_node.isactive) AS nodes,
  (SELECT count(*) FROM pg_dist_shard WHERE pg_dist_shard.logicalrelid = 'agency'::regclass) AS shards,
  (SELECT count(*) FROM pg_dist_node WHERE NOT pg_dist_node.isactive OR NOT pg_dist_node.metadatasynced) AS out_of_step
