-- statement: rule_reads_unqueued
-- summary: What the view rule_as_view reads although its changes queue nobody: columns without a trigger that queues, and functions that may read tables.
WITH RECURSIVE seen (relation, column_number, routine) AS (
  SELECT
    to_regclass('pg_temp.rule_as_view')::oid,
    0,
    NULL::oid
  UNION
  SELECT
    CASE WHEN input.refclassid = 'pg_class'::regclass THEN input.refobjid END,
    input.refobjsubid,
    CASE WHEN input.refclassid = 'pg_proc'::regclass THEN input.refobjid END
  FROM seen
  JOIN pg_rewrite
    ON pg_rewrite.ev_class = seen.relation
  JOIN pg_depend AS input
    ON input.classid = 'pg_rewrite'::regclass
    AND input.objid = pg_rewrite.oid
    AND input.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)
    AND input.refobjid <> seen.relation
),
queued AS (
  -- Of practice_in_force whatever changes it, which queues everybody, is a function and no trigger.
  SELECT
    'practice_in_force'::regclass::oid AS relation,
    true AS is_any_column,
    NULL::int2[] AS columns
  UNION ALL
  SELECT
    pg_trigger.tgrelid,
    pg_trigger.tgattr::text = '',
    pg_trigger.tgattr::int2[]
  FROM pg_trigger
  JOIN pg_proc
    ON pg_proc.oid = pg_trigger.tgfoid
  WHERE NOT pg_trigger.tgisinternal
    AND pg_trigger.tgenabled <> 'D'
    AND pg_proc.prosrc ~ '\m(plan_queue|queue_\w+|refresh_practice)\M'
)
SELECT concat_ws('.', pg_class.relname, pg_attribute.attname) AS input
FROM seen
JOIN pg_class
  ON pg_class.oid = seen.relation
  AND pg_class.relkind IN ('r', 'p', 'f', 'm')
LEFT JOIN pg_attribute
  ON pg_attribute.attrelid = seen.relation
  AND pg_attribute.attnum = seen.column_number
  AND seen.column_number <> 0
WHERE NOT EXISTS (
    SELECT
    FROM queued
    WHERE queued.relation = seen.relation
      AND (seen.column_number = 0 OR queued.is_any_column OR seen.column_number = ANY (queued.columns))
  )
UNION
SELECT pg_proc.proname || '()'
FROM seen
JOIN pg_proc
  ON pg_proc.oid = seen.routine
  AND pg_proc.provolatile <> 'i'
ORDER BY 1
