-- statement: import_may_analyze
-- summary: Whether this user owns the tables and so may gather their statistics; others leave it to autovacuum.
SELECT coalesce(bool_and(pg_has_role(pg_class.relowner, 'USAGE')), false) AS may
FROM pg_class
WHERE pg_class.oid IN ('import_row'::regclass, 'touch'::regclass, 'candidate'::regclass)
