-- statement: backup_roles
-- summary: The roles that a restored copy needs: those with grants, and those whose new objects get rights.
SELECT DISTINCT pg_roles.rolname AS role
FROM (
  SELECT acl.grantee AS id
  FROM pg_class
  CROSS JOIN LATERAL aclexplode(pg_class.relacl) AS acl
  WHERE pg_class.relnamespace = current_schema()::regnamespace
    AND acl.grantee <> pg_class.relowner
  UNION ALL
  SELECT acl.grantee
  FROM pg_default_acl
  CROSS JOIN LATERAL aclexplode(pg_default_acl.defaclacl) AS acl
  WHERE pg_default_acl.defaclnamespace = current_schema()::regnamespace
  UNION ALL
  SELECT pg_default_acl.defaclrole
  FROM pg_default_acl
  WHERE pg_default_acl.defaclnamespace = current_schema()::regnamespace
) AS named
JOIN pg_roles
  ON pg_roles.oid = named.id
ORDER BY pg_roles.rolname
