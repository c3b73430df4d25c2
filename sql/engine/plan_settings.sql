-- statement: plan_settings
-- summary: How the plan's statement is to be planned, until the transaction ends: in the order in which it is written, without nested loops over facts,
-- which missing statistics of its queries would make quadratic, and without compiling it, which takes longer than running it.
SELECT
  set_config('enable_nestloop', 'off', true) AS enable_nestloop,
  set_config('enable_seqscan', 'off', true) AS enable_seqscan,
  set_config('join_collapse_limit', '1', true) AS join_collapse_limit,
  set_config('from_collapse_limit', '1', true) AS from_collapse_limit,
  set_config('jit', 'off', true) AS jit,
  set_config('work_mem', '32MB', true) AS work_mem
