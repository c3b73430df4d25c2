-- statement: import_may_analyze
-- summary: Whether this user may gather the tables' statistics; others leave it to autovacuum.
SELECT may_gather_statistics() AS may
