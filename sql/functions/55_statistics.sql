-- functions: statistics
-- summary: Statistics of the tables for those who may fill them but do not own them.

-- Only an owner may gather statistics. Without them whatever reads a table that was just filled is planned for an empty one,
-- and takes minutes where it would take seconds. It takes names, not SQL, and finds them in its own schema only.
CREATE OR REPLACE FUNCTION gather_statistics(table_names text[])
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
AS $$
DECLARE
  table_name text;
BEGIN
  FOREACH table_name IN ARRAY table_names LOOP
    EXECUTE format('ANALYZE %I', table_name);
  END LOOP;
END
$$;
COMMENT ON FUNCTION gather_statistics IS 'Gathers the statistics of these tables in the name of their owner.';

DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION gather_statistics(text[]) SET search_path = %I, pg_temp', current_schema());
  EXECUTE format(
    'ALTER FUNCTION gather_statistics(text[]) OWNER TO %I',
    (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'follow_up'::regclass)
  );
  REVOKE ALL ON FUNCTION gather_statistics(text[]) FROM PUBLIC;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_batch') THEN
    GRANT EXECUTE ON FUNCTION gather_statistics(text[]) TO followup_batch;
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION may_gather_statistics()
RETURNS boolean
LANGUAGE sql
STABLE
AS $$
  -- Of distributed tables each node gathers its own, which only their owner may have it do.
  SELECT pg_has_role(pg_class.relowner, 'USAGE')
    OR (
      has_function_privilege('gather_statistics(text[])', 'EXECUTE')
      AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')
    )
  FROM pg_class
  WHERE pg_class.oid = 'follow_up'::regclass
$$;
COMMENT ON FUNCTION may_gather_statistics IS 'Whether this user may gather statistics; those who may not leave it to autovacuum.';
