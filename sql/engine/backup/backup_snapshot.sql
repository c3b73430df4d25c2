-- statement: backup_snapshot
-- summary: The state of the database that pg_dump is to see, the same as this transaction.
SELECT pg_export_snapshot() AS snapshot
