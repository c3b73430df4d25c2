-- migration: 13
-- summary: Row-level security holds the owner of the tables too, the batch role writes only what is its work, policy values have upper bounds.
-- alters: every table

ALTER TABLE policy_key ADD COLUMN maximum integer;
COMMENT ON COLUMN policy_key.maximum IS 'Greatest allowed integer.';

-- From here on a migration that changes rows has to choose each agency in turn, unless a superuser runs it.
DO $$
DECLARE
  table_name name;
BEGIN
  FOR table_name IN
    SELECT relname
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
      AND relkind IN ('r', 'p')
      AND relrowsecurity
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  END LOOP;
END
$$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_batch') THEN
    REVOKE INSERT, UPDATE, DELETE ON policy_key FROM followup_batch;
    -- Its owner removes an agency, with all that is the agency's.
    REVOKE DELETE ON agency FROM followup_batch;
  END IF;
END
$$;

-- COPY FROM is refused under row-level security, so a trigger does its work for the staging of imports; its condition alone costs next
-- to nothing.
CREATE FUNCTION refuse_another_agency()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE 'a row of % is of another agency than the chosen one', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;
COMMENT ON FUNCTION refuse_another_agency IS 'Refuses a row that is of another agency than the chosen one.';

CREATE TRIGGER import_row_is_the_chosen_agencys
BEFORE INSERT ON import_row
FOR EACH ROW
WHEN (NEW.agency_id IS DISTINCT FROM current_agency())
EXECUTE FUNCTION refuse_another_agency();

CREATE TRIGGER import_row_stays_the_chosen_agencys
BEFORE UPDATE OR DELETE ON import_row
FOR EACH ROW
WHEN (OLD.agency_id IS DISTINCT FROM current_agency())
EXECUTE FUNCTION refuse_another_agency();
