-- statement: connections_free
-- summary: How many more connections the server, the database and the user of this one allow, this one not counted.
-- What is reserved for administrators stays theirs. Behind a pooler it is the room of the server behind the pooler.
SELECT greatest(
  0,
  least(
    current_setting('max_connections')::integer
    - current_setting('superuser_reserved_connections')::integer
    - coalesce(current_setting('reserved_connections', true)::integer, 0)
    - (SELECT sum(pg_stat_database.numbackends) FROM pg_stat_database),
    (
      SELECT pg_database.datconnlimit - pg_stat_get_db_numbackends(pg_database.oid)
      FROM pg_database
      WHERE pg_database.datname = current_database()
        AND pg_database.datconnlimit >= 0
    ),
    (
      SELECT
        pg_roles.rolconnlimit
        - (
          SELECT count(*)
          FROM pg_stat_activity
          WHERE pg_stat_activity.usesysid = pg_roles.oid
        )
      FROM pg_roles
      WHERE pg_roles.rolname = session_user
        AND pg_roles.rolconnlimit >= 0
    )
  )
)::integer AS free
