-- script: roles
-- summary: Makes the roles that are missing, before the transaction that makes the schema: the other nodes, and the coordinator's own shards, are
-- reached over connections of their own, which do not know what that transaction has made.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['followup_owner', 'followup_batch', 'followup_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN NULL;
        WHEN insufficient_privilege THEN
          RAISE WARNING 'role % is missing and % may not create it: ask an administrator for CREATE ROLE % NOLOGIN',
            role_name, current_user, role_name;
      END;
    END IF;
  END LOOP;
END
$$;
