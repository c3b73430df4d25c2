-- statement: plan_settings
-- summary: How the plan's statement is to be planned, until the transaction ends: in the order in which it is written, without nested loops over facts,
-- which missing statistics of its queries would make quadratic, without compiling it, which takes longer than running it, and with
-- memory for a batch's hash tables, where the server does not give more already.
SELECT
  set_config('enable_nestloop', 'off', true) AS enable_nestloop,
  set_config('enable_seqscan', 'off', true) AS enable_seqscan,
  set_config('join_collapse_limit', '1', true) AS join_collapse_limit,
  set_config('from_collapse_limit', '1', true) AS from_collapse_limit,
  set_config('jit', 'off', true) AS jit,
  set_config(
    'work_mem',
    CASE
      WHEN pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('32MB') THEN '32MB'
      ELSE current_setting('work_mem')
    END,
    true
  ) AS work_mem
