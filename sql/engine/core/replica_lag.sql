-- statement: replica_lag
-- summary: Whether this server is a standby, and how far it is behind its primary.
-- nullable: replayed_until, seconds_behind
-- A primary that has nothing to say sends nothing: a standby that is fed and has replayed all it received is not behind, however old the
-- last transaction is. Where neither is known, it cannot say how far behind it is.
SELECT
  pg_is_in_recovery() AS is_standby,
  NOT pg_is_in_recovery()
  OR (
    pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn()
    AND EXISTS (SELECT FROM pg_stat_wal_receiver)
  ) IS TRUE AS is_up_to_date,
  pg_last_xact_replay_timestamp() AS replayed_until,
  extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::bigint AS seconds_behind
