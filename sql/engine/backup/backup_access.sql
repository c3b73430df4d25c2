-- statement: backup_access
-- summary: The server's major version, and the role as which this login sees the rows of every agency: itself where it may, else one that it may act for.
-- nullable: sees_all
SELECT
  current_setting('server_version_num')::integer / 10000 AS server_major,
  (
    SELECT pg_roles.rolname
    FROM pg_roles
    WHERE (pg_roles.rolsuper OR pg_roles.rolbypassrls)
      AND pg_has_role(session_user, pg_roles.oid, 'MEMBER')
    ORDER BY
      pg_roles.rolname <> session_user,
      pg_roles.rolname
    LIMIT 1
  ) AS sees_all,
  session_user AS login,
  current_database() AS database
