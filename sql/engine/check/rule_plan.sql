-- script: rule_plan
-- summary: Before a statement: how the server would run it, as JSON.
EXPLAIN (FORMAT JSON, COSTS OFF)
