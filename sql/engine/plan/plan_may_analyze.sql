-- statement: plan_may_analyze
-- summary: Whether that many written follow-ups want new statistics, and this user may gather them; else it is left to autovacuum.
-- Of an agency's first plan always; of any other when it wrote more than a tenth of what all agencies have: looking through a large
-- plan takes longer than a night's changes to it.
SELECT may_gather_statistics()
  AND (:first::boolean OR :written::bigint > pg_class.reltuples / 10) AS may
FROM pg_class
WHERE pg_class.oid = 'follow_up'::regclass
