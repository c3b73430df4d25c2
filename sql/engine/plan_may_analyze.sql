-- statement: plan_may_analyze
-- summary: Whether this user owns the plan and so may gather its statistics; others leave it to autovacuum.
SELECT pg_has_role(pg_class.relowner, 'USAGE') AS may
FROM pg_class
WHERE pg_class.oid = 'follow_up'::regclass
