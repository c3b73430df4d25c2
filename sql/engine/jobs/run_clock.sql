-- statement: run_clock
-- summary: The server's clock, by which leases begin and end: the runners' own clocks may differ.
SELECT statement_timestamp() AS clock
