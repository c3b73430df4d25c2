-- statement: schema_turn
-- summary: Takes the lock among migrators for this transaction, unless another one has it.
SELECT pg_try_advisory_xact_lock(hashtext('followup migrate')) AS taken
