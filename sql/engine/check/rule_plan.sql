-- script: rule_plan
-- summary: How the server would evaluate a rule in the plan, as JSON.
EXPLAIN (FORMAT JSON, COSTS OFF)
/* include: planned */
