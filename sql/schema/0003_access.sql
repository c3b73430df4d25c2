-- migration: 3
-- summary: Row-level security by agency and the three roles.

CREATE FUNCTION current_agency()
RETURNS integer
LANGUAGE sql
STABLE
PARALLEL SAFE
AS $$ SELECT nullif(current_setting('followup.agency_id', true), '')::integer $$;
COMMENT ON FUNCTION current_agency() IS 'The agency that this transaction is about (SET LOCAL followup.agency_id); NULL: none chosen.';

DO $$
DECLARE
  role_name text;
  table_name text;
BEGIN
  -- Roles belong to the whole cluster: another database, or another migrator, may have made them already.
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

  FOR table_name IN
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
      AND relkind = 'r'
      AND relname NOT IN ('schema_version', 'repeatable', 'policy_key', 'import_row', 'agency')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY only_the_chosen_agency ON %I USING (agency_id = current_agency())', table_name);
  END LOOP;
END
$$;

-- The list of agencies is read before one is chosen.
ALTER TABLE agency ENABLE ROW LEVEL SECURITY;
CREATE POLICY only_the_chosen_agency ON agency
  USING (agency_id = current_agency() OR current_agency() IS NULL);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_batch') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO followup_batch', current_schema());
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO followup_batch', current_schema());
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO followup_batch', current_schema());
    EXECUTE format(
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO followup_batch',
      current_schema());
    EXECUTE format(
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO followup_batch', current_schema());
    -- Append-only: what happened is taken out (deleted column, reverted import, erasure), never rewritten.
    REVOKE UPDATE ON touch FROM followup_batch;
    REVOKE INSERT, UPDATE, DELETE ON schema_version, repeatable FROM followup_batch;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_reader') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO followup_reader', current_schema());
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO followup_reader', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO followup_reader', current_schema());
    REVOKE SELECT ON import_row FROM followup_reader;
  END IF;
END
$$;

-- Migrations belong to followup_owner, wherever this user may act for it.
DO $$
DECLARE
  object_name text;
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_owner' AND pg_has_role(current_user, oid, 'MEMBER')) THEN
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO followup_owner', current_schema());
    FOR object_name IN
      SELECT relname FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace
        AND relkind = 'r'
    LOOP
      EXECUTE format('ALTER TABLE %I OWNER TO followup_owner', object_name);
    END LOOP;
  END IF;
END
$$;
