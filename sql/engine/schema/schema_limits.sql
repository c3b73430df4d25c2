-- statement: schema_limits
-- summary: For how long the migrator's transaction waits for a lock, in milliseconds, 0: for as long as it takes; and that it may take as long as it takes, whatever holds for this role and database.
SELECT
  set_config('lock_timeout', :'lock_timeout', true) AS lock_timeout,
  set_config('statement_timeout', '0', true) AS statement_timeout,
  set_config('idle_in_transaction_session_timeout', '0', true) AS idle_timeout
