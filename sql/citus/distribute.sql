-- script: distribute
-- summary: Distributes by agency_id every table that is not distributed yet; a table without agency_id is copied to every node.
-- Rows that are there already move along. Run after every migration; where everything is distributed it changes nothing.

-- A distributed table has no integer identity, and no unique key without agency_id: an agency's name is kept unique by the lock
-- under which agencies are added.
DO $$
DECLARE
  table_owner name;
BEGIN
  IF EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'agency'::regclass) THEN
    RETURN;
  END IF;
  SELECT pg_get_userbyid(relowner) INTO table_owner FROM pg_class WHERE oid = 'agency'::regclass;
  ALTER TABLE agency
    ALTER COLUMN agency_id DROP IDENTITY,
    DROP CONSTRAINT agency_name_is_unique;
  CREATE SEQUENCE agency_agency_id_seq AS integer;
  EXECUTE format('ALTER SEQUENCE agency_agency_id_seq OWNER TO %I', table_owner);
  ALTER SEQUENCE agency_agency_id_seq OWNED BY agency.agency_id;
  ALTER TABLE agency ALTER COLUMN agency_id SET DEFAULT nextval('agency_agency_id_seq');
  PERFORM setval('agency_agency_id_seq', coalesce(max(agency_id), 0) + 1, false) FROM agency;
END
$$;

-- A distributed table has row-level triggers only.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'touch'::regclass AND tgname = 'new_touches_queue_candidates') THEN
    DROP TRIGGER new_touches_queue_candidates ON touch;
    DROP TRIGGER gone_touches_queue_candidates ON touch;
    CREATE TRIGGER touch_queues_candidates
    AFTER INSERT OR DELETE ON touch
    FOR EACH ROW EXECUTE FUNCTION touch_changed();
  END IF;
END
$$;

-- What two tables of a candidate's know one another by is checked at the end of a transaction that asks for it (merge_candidate): here each
-- step of a statement is a statement of its own.
DO $$
DECLARE
  named record;
BEGIN
  FOR named IN
    SELECT
      pg_constraint.conrelid::regclass AS relation,
      pg_constraint.conname AS name,
      pg_get_constraintdef(pg_constraint.oid) AS definition,
      EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = pg_constraint.conrelid) AS is_distributed
    FROM pg_constraint
    JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
    WHERE pg_class.relnamespace = current_schema()::regnamespace
      AND pg_constraint.contype = 'f'
      AND NOT pg_constraint.condeferrable
      AND cardinality(pg_constraint.conkey) = 3
      AND EXISTS (
        SELECT
        FROM pg_attribute
        WHERE pg_attribute.attrelid = pg_constraint.conrelid
          AND pg_attribute.attnum = ANY (pg_constraint.conkey)
          AND pg_attribute.attname = 'candidate_id'
      )
  LOOP
    IF named.is_distributed THEN
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', named.relation, named.name);
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s DEFERRABLE', named.relation, named.name, named.definition);
    ELSE
      EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE', named.relation, named.name);
    END IF;
  END LOOP;
END
$$;

DO $$
DECLARE
  next_table regclass;
  moved regclass[] := '{}';
  trigger_name name;
  trigger_names name[];
  definition text;
  definitions text[];
BEGIN
  LOOP
    -- One that refers only to tables which are distributed already, or to itself; agency first, as all lie where it lies.
    SELECT pg_class.oid
    INTO next_table
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
      AND relkind = 'r'
      AND relname NOT IN ('schema_version', 'repeatable')
      AND NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = pg_class.oid)
      AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE classid = 'pg_class'::regclass
          AND objid = pg_class.oid
          AND deptype = 'e'
      )
      AND NOT EXISTS (
        SELECT
        FROM pg_constraint
        WHERE conrelid = pg_class.oid
          AND contype = 'f'
          AND confrelid <> conrelid
          AND NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = confrelid)
      )
    ORDER BY
      relname <> 'agency',
      relname
    LIMIT 1;
    EXIT WHEN next_table IS NULL;

    -- A shard can move to another node without stopping writes only if its changes can be told apart and are logged.
    IF EXISTS (SELECT FROM pg_class WHERE oid = next_table AND relpersistence = 'u') THEN
      EXECUTE format('ALTER TABLE %s SET LOGGED', next_table);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = next_table AND contype = 'p') THEN
      EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', next_table);
    END IF;

    -- Rows that move are not changed facts, and triggers on a shard would fire for them.
    SELECT
      coalesce(array_agg(tgname), '{}'),
      coalesce(array_agg(pg_get_triggerdef(oid)), '{}')
    INTO
      trigger_names,
      definitions
    FROM pg_trigger
    WHERE tgrelid = next_table
      AND NOT tgisinternal;
    FOREACH trigger_name IN ARRAY trigger_names LOOP
      EXECUTE format('DROP TRIGGER %I ON %s', trigger_name, next_table);
    END LOOP;

    IF NOT EXISTS (
      SELECT
      FROM pg_attribute
      WHERE attrelid = next_table
        AND attname = 'agency_id'
        AND NOT attisdropped
    ) THEN
      PERFORM create_reference_table(next_table);
    ELSIF next_table = 'agency'::regclass THEN
      PERFORM create_distributed_table(next_table, 'agency_id');
    ELSE
      PERFORM create_distributed_table(next_table, 'agency_id', colocate_with => 'agency');
    END IF;
    moved := moved || next_table;

    FOREACH definition IN ARRAY definitions LOOP
      EXECUTE definition;
    END LOOP;
  END LOOP;
  -- What was moved is also in the tables' old files, where nobody would ever see or delete it; their statistics did not move.
  FOREACH next_table IN ARRAY moved LOOP
    PERFORM truncate_local_data_after_distributing_table(next_table);
    EXECUTE format('ANALYZE %s', next_table);
  END LOOP;
END
$$;

-- The other nodes do not have the functions that were made before the extension.
DO $$
DECLARE
  function regprocedure;
BEGIN
  FOR function IN
    SELECT pg_proc.oid
    FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
      AND prokind = 'f'
      AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE classid = 'pg_proc'::regclass
          AND objid = pg_proc.oid
          AND deptype = 'e'
      )
      AND NOT EXISTS (
        SELECT
        FROM pg_catalog.pg_dist_object
        WHERE classid = 'pg_proc'::regclass
          AND objid = pg_proc.oid
      )
    ORDER BY pg_proc.oid
  LOOP
    PERFORM create_distributed_function(function);
  END LOOP;
END
$$;

-- Default privileges are the coordinator's alone; what is granted by name goes to the other nodes too.
DO $$
DECLARE
  view_name name;
  role_name name;
BEGIN
  FOR view_name IN
    SELECT viewname
    FROM pg_views
    WHERE schemaname = current_schema()
      AND viewname NOT LIKE 'citus%'
  LOOP
    FOR role_name IN SELECT rolname FROM pg_roles WHERE rolname IN ('followup_batch', 'followup_reader') LOOP
      EXECUTE format('GRANT SELECT ON %I TO %I', view_name, role_name);
    END LOOP;
  END LOOP;
END
$$;

-- A statement about one agency runs whole at the node that holds the agency's rows, in the statement's own transaction: nothing of it comes
-- to the coordinator but its result. The settings are those of every session of the program, which the other nodes do not know.
CREATE OR REPLACE FUNCTION at_agency(agency integer, statement text)
RETURNS SETOF record
LANGUAGE plpgsql
SET timezone = 'UTC'
SET datestyle = 'ISO, YMD'
SET intervalstyle = 'iso_8601'
SET lock_timeout = '30s'
SET jit = off
SET citus.allow_nested_distributed_execution = on
AS $$
BEGIN
  PERFORM set_config('followup.agency_id', agency::text, true);
  RETURN QUERY EXECUTE statement;
END
$$;
COMMENT ON FUNCTION at_agency IS 'Runs a statement about an agency, its values written into it, at the node that holds the agency, with the rights of the caller; returns its rows.';

CREATE OR REPLACE FUNCTION changed_at_agency(agency integer, statement text)
RETURNS bigint
LANGUAGE plpgsql
SET timezone = 'UTC'
SET datestyle = 'ISO, YMD'
SET intervalstyle = 'iso_8601'
SET lock_timeout = '30s'
SET jit = off
SET citus.allow_nested_distributed_execution = on
AS $$
DECLARE
  changed bigint;
BEGIN
  PERFORM set_config('followup.agency_id', agency::text, true);
  EXECUTE statement;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END
$$;
COMMENT ON FUNCTION changed_at_agency IS 'As at_agency, for a statement that returns no rows: how many it changed.';

CREATE OR REPLACE FUNCTION copied_text(cell text)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
  -- Between two backslashes that stand for one, every other backslash begins a tab or a line end.
  SELECT array_to_string(
    ARRAY(
      SELECT replace(replace(replace(part.text, '\t', chr(9)), '\n', chr(10)), '\r', chr(13))
      FROM string_to_table(cell, '\\') WITH ORDINALITY AS part (text, place)
      ORDER BY part.place
    ),
    '\'
  )
$$;
COMMENT ON FUNCTION copied_text IS 'A cell of COPY''s text form as it was before.';

-- Forced: also within a transaction, and then refused for a statement that would leave the agency.
SELECT create_distributed_function('at_agency(integer,text)', 'agency', colocate_with => 'agency', force_delegation => true);
SELECT create_distributed_function('changed_at_agency(integer,text)', 'agency', colocate_with => 'agency', force_delegation => true);
