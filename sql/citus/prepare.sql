-- script: prepare
-- summary: Settings with which migrations and functions change distributed tables; for the migrator's transaction only.
-- The triggers are safe: each writes to the agency of its own row, so to the same node.
SET LOCAL citus.enable_unsafe_triggers = on;
SET LOCAL citus.multi_shard_modify_mode = 'sequential';
SET LOCAL citus.enable_local_execution = off;
-- At the other nodes too: functions reach them in the order in which they were first made, not in that of their calls.
SET LOCAL citus.propagate_set_commands = 'local';
SET LOCAL check_function_bodies = off;
