-- statement: view_reads_clock
-- summary: What a view calls that says something else at each reading: clocks, random numbers, sequences. On what is built in the server keeps no dependencies, so the names come from the view's own tree.
WITH tree AS (
  SELECT pg_rewrite.ev_action::text AS nodes
  FROM pg_rewrite
  WHERE pg_rewrite.ev_class = to_regclass(:'view')
)
SELECT pg_proc.proname::text AS name
FROM tree
CROSS JOIN LATERAL regexp_matches(tree.nodes, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\d+)', 'g') AS call (ids)
JOIN pg_proc
  ON pg_proc.oid = call.ids[1]::oid
WHERE pg_proc.pronamespace = 'pg_catalog'::regnamespace
  AND (
    pg_proc.provolatile = 'v'
    OR pg_proc.proname IN ('now', 'statement_timestamp', 'transaction_timestamp')
    OR (pg_proc.proname = 'age' AND pg_proc.pronargs = 1)
  )
UNION
-- Those that SQL writes without brackets are nodes of their own, numbered in this order; after them come users and schemas.
SELECT written.name
FROM tree
CROSS JOIN LATERAL regexp_matches(tree.nodes, '\{SQLVALUEFUNCTION :op (\d+)', 'g') AS call (ids)
JOIN (
  VALUES
    (0, 'current_date'),
    (1, 'current_time'),
    (2, 'current_time'),
    (3, 'current_timestamp'),
    (4, 'current_timestamp'),
    (5, 'localtime'),
    (6, 'localtime'),
    (7, 'localtimestamp'),
    (8, 'localtimestamp')
) AS written (number, name)
  ON written.number = call.ids[1]::integer
ORDER BY 1
