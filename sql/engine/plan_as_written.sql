-- statement: plan_as_written
-- summary: Rules join in the order in which they are written, the scope first; to try all other orders takes longer than the joins do.
SELECT
  set_config('join_collapse_limit', '1', true) AS join_collapse_limit,
  set_config('from_collapse_limit', '1', true) AS from_collapse_limit
