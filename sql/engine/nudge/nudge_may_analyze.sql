-- statement: nudge_may_analyze
-- summary: Whether that many new nudges want new statistics, and this user may gather them; else it is left to autovacuum.
SELECT may_gather_statistics()
  AND :written::bigint > pg_class.reltuples / 10 AS may
FROM pg_class
WHERE pg_class.oid = 'nudge'::regclass
