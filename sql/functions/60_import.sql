-- functions: import
-- summary: What import statements share: cells to values, verdicts on rows, and touches that go with whoever took part in them.

CREATE OR REPLACE FUNCTION import_text(record jsonb, column_name text, existing text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN record ? column_name THEN nullif(record ->> column_name, '') ELSE existing END $$;
COMMENT ON FUNCTION import_text IS 'A cell as it will be stored: NULL when it is empty, the stored value when the file does not have the column.';

CREATE OR REPLACE FUNCTION import_name(record jsonb, existing text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  -- Spreadsheets break lines within a cell; a name goes into one line of a list and of a message's head.
  SELECT coalesce(
    nullif(btrim(regexp_replace(record ->> 'name', '[\u0001-\u001f\u007f-\u009f\u2028\u2029\s]*[\u0001-\u001f\u007f-\u009f\u2028\u2029][\u0001-\u001f\u007f-\u009f\u2028\u2029\s]*', ' ', 'g')), ''),
    nullif(record ->> 'name', ''),
    existing
  )
$$;
COMMENT ON FUNCTION import_name IS 'A name as it will be stored, without control characters and line breaks.';

CREATE OR REPLACE FUNCTION import_boolean(record jsonb, column_name text, existing boolean, if_empty boolean)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN NOT record ? column_name THEN coalesce(existing, if_empty)
    WHEN record ->> column_name = '' THEN if_empty
    ELSE (record ->> column_name)::boolean
  END
$$;
COMMENT ON FUNCTION import_boolean IS 'A yes-or-no cell as it will be stored.';

CREATE OR REPLACE FUNCTION import_number(record jsonb, column_name text, existing integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN record ? column_name THEN nullif(record ->> column_name, '')::integer ELSE existing END $$;
COMMENT ON FUNCTION import_number IS 'A whole number as it will stand.';

CREATE OR REPLACE FUNCTION import_date(record jsonb, column_name text, existing date)
RETURNS date
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN record ? column_name THEN nullif(record ->> column_name, '')::date ELSE existing END $$;
COMMENT ON FUNCTION import_date IS 'A date as it will stand.';

CREATE OR REPLACE FUNCTION import_moment(value text, zone text)
RETURNS timestamptz
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  -- The form was checked when the file was read: the offset, if any, follows the minutes, which end with the sixteenth character.
  SELECT CASE
    WHEN substr(value, 17) ~ '[-+Z]' THEN value::timestamptz
    ELSE value::timestamp AT TIME ZONE zone
  END
$$;
COMMENT ON FUNCTION import_moment(text, text) IS 'A time with its offset, or local time in that zone.';

CREATE OR REPLACE FUNCTION import_moment(record jsonb, column_name text, zone text, existing timestamptz)
RETURNS timestamptz
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN record ? column_name THEN import_moment(nullif(record ->> column_name, ''), zone)
    ELSE existing
  END
$$;
COMMENT ON FUNCTION import_moment(jsonb, text, text, timestamptz) IS 'A moment as it will stand.';

CREATE OR REPLACE FUNCTION import_is_future(moment timestamptz, as_of timestamptz)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT moment > as_of + interval '5 minutes' $$;
COMMENT ON FUNCTION import_is_future IS 'Whether a fact is in the future, beyond the five minutes that clocks may differ.';

DROP FUNCTION IF EXISTS import_no_such(text, text);

CREATE OR REPLACE FUNCTION import_not_known(kind text)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$ SELECT format('is not known: this source has no %s with that id; import it before or with this row, or correct the id', kind) $$;
COMMENT ON FUNCTION import_not_known IS 'The reason for refusing a row that refers to something not known.';

CREATE OR REPLACE FUNCTION import_unknown(column_name text, kind text, id text)
RETURNS text[]
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$ SELECT ARRAY[column_name, id, import_not_known(kind)] $$;
COMMENT ON FUNCTION import_unknown IS 'The fault of a row whose column refers to nothing known.';

CREATE OR REPLACE FUNCTION import_from_the_future(as_of timestamptz, zone text)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  SELECT format(
    'is later than the moment of the import (%s in %s); correct the time, or import it again after that time',
    to_char(as_of AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI'),
    zone
  )
$$;
COMMENT ON FUNCTION import_from_the_future IS 'The reason for refusing a fact that is in the future.';

CREATE OR REPLACE FUNCTION import_not_yet(column_name text, record jsonb, as_of timestamptz, zone text)
RETURNS text[]
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$ SELECT ARRAY[column_name, record ->> column_name, import_from_the_future(as_of, zone)] $$;
COMMENT ON FUNCTION import_not_yet IS 'The fault of a row whose column has a moment that has not come.';

CREATE OR REPLACE FUNCTION import_verdict(fault text[], repeated boolean, is_out boolean, is_stored boolean, differs boolean)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN fault IS NOT NULL THEN 'rejected'
    WHEN repeated THEN 'unchanged'
    WHEN is_out THEN CASE WHEN is_stored THEN 'deleted' ELSE 'unchanged' END
    WHEN NOT is_stored THEN 'added'
    WHEN differs THEN 'changed'
    ELSE 'unchanged'
  END
$$;
COMMENT ON FUNCTION import_verdict IS 'What becomes of a row: rejected, added, changed, unchanged or deleted.';

CREATE OR REPLACE FUNCTION touches_go_with_a_person()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  kind CONSTANT text := TG_ARGV[0];
  gone CONSTANT bigint := (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
BEGIN
  DELETE FROM touch
  WHERE touch.agency_id = OLD.agency_id
    AND touch.actor_kind = kind
    AND touch.actor_id = gone;
  DELETE FROM touch
  WHERE touch.agency_id = OLD.agency_id
    AND touch.party_kind = kind
    AND touch.party_id = gone;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION touches_go_with_a_person IS 'Takes out the touches in which a deleted person took part: actor and party are of several kinds, so no foreign key does.';

CREATE OR REPLACE TRIGGER recruiter_takes_touches_along
AFTER DELETE ON recruiter
FOR EACH ROW EXECUTE FUNCTION touches_go_with_a_person('recruiter', 'recruiter_id');

CREATE OR REPLACE TRIGGER candidate_takes_touches_along
AFTER DELETE ON candidate
FOR EACH ROW EXECUTE FUNCTION touches_go_with_a_person('candidate', 'candidate_id');

CREATE OR REPLACE TRIGGER contact_takes_touches_along
AFTER DELETE ON contact
FOR EACH ROW EXECUTE FUNCTION touches_go_with_a_person('contact', 'contact_id');

CREATE OR REPLACE TRIGGER reference_contact_takes_touches_along
AFTER DELETE ON reference_contact
FOR EACH ROW EXECUTE FUNCTION touches_go_with_a_person('reference', 'reference_id');
