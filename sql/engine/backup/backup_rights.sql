-- statement: backup_rights
-- summary: What keeps agencies apart and what roles may do, as text to compare: row-level security and policies of tables, and what is granted on each object to others than its owner.
-- nullable: policies, granted
SELECT
  things.kind,
  things.name,
  pg_get_userbyid(things.owner) AS owner,
  things.row_security,
  (
    SELECT string_agg(
      format(
        '%s for %s using (%s) check (%s)',
        pg_policy.polname,
        pg_policy.polcmd,
        pg_get_expr(pg_policy.polqual, pg_policy.polrelid),
        pg_get_expr(pg_policy.polwithcheck, pg_policy.polrelid)
      ),
      ', '
      ORDER BY pg_policy.polname
    )
    FROM pg_policy
    WHERE things.kind = 'table'
      AND pg_policy.polrelid = things.id
  ) AS policies,
  (
    SELECT string_agg(
      format('%s to %s', granted.privilege_type, coalesce(pg_roles.rolname, 'public')),
      ', '
      ORDER BY coalesce(pg_roles.rolname, 'public'), granted.privilege_type
    )
    FROM aclexplode(things.rights) AS granted
    LEFT JOIN pg_roles
      ON pg_roles.oid = granted.grantee
    WHERE granted.grantee <> things.owner
  ) AS granted
FROM (
  SELECT
    CASE pg_class.relkind WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind,
    pg_class.relname::text AS name,
    pg_class.oid AS id,
    pg_class.relowner AS owner,
    pg_class.relrowsecurity AND pg_class.relforcerowsecurity AS row_security,
    pg_class.relacl AS rights
  FROM pg_class
  WHERE pg_class.relnamespace = current_schema()::regnamespace
    AND pg_class.relkind IN ('r', 'p', 'v', 'S')
  UNION ALL
  SELECT
    'function',
    pg_proc.oid::regprocedure::text,
    pg_proc.oid,
    pg_proc.proowner,
    false,
    pg_proc.proacl
  FROM pg_proc
  WHERE pg_proc.pronamespace = current_schema()::regnamespace
  UNION ALL
  SELECT
    'new objects',
    format('%s of %s', pg_default_acl.defaclobjtype, pg_get_userbyid(pg_default_acl.defaclrole)),
    pg_default_acl.oid,
    pg_default_acl.defaclrole,
    false,
    pg_default_acl.defaclacl
  FROM pg_default_acl
  WHERE pg_default_acl.defaclnamespace = current_schema()::regnamespace
) AS things
ORDER BY
  things.kind,
  things.name
