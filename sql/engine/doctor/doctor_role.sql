-- statement: doctor_role
-- summary: Which role the program uses, and for which roles and tables row-level security does not apply.
-- nullable: others, unforced
SELECT
  current_user AS role,
  pg_roles.rolsuper AS is_superuser,
  pg_roles.rolbypassrls AS bypasses,
  (
    SELECT string_agg(other.rolname, ', ' ORDER BY other.rolname)
    FROM pg_roles AS other
    WHERE other.rolbypassrls
      AND NOT other.rolsuper
      AND other.rolname <> current_user
      AND has_table_privilege(other.oid, 'agency', 'SELECT')
      -- Who reads everything and writes nothing makes backups, as deploy/roles.sql sets it up.
      AND NOT (
        pg_has_role(other.oid, 'pg_read_all_data', 'USAGE')
        AND NOT has_table_privilege(other.oid, 'follow_up', 'INSERT, UPDATE, DELETE')
      )
  ) AS others,
  (
    SELECT string_agg(DISTINCT pg_class.relname, ', ' ORDER BY pg_class.relname)
    FROM pg_policy
    JOIN pg_class
      ON pg_class.oid = pg_policy.polrelid
    WHERE pg_class.relnamespace = current_schema()::regnamespace
      AND NOT (pg_class.relrowsecurity AND pg_class.relforcerowsecurity)
  ) AS unforced
FROM pg_roles
WHERE pg_roles.rolname = current_user
