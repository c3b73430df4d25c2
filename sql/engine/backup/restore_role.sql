-- statement: restore_role
-- summary: Whether this login may give tables to a role; no row: the role is not on this server.
SELECT
  login.rolsuper
    OR (
      pg_has_role(session_user, pg_roles.oid, 'MEMBER')
      AND has_schema_privilege(pg_roles.oid, 'public', 'CREATE')
    ) AS may_own
FROM pg_roles
JOIN pg_roles AS login
  ON login.rolname = session_user
WHERE pg_roles.rolname = :'role'
