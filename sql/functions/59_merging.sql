-- functions: merging
-- summary: What becomes of the fields of two rows that are one person, and how they are joined.

CREATE OR REPLACE FUNCTION merged_fields(kept jsonb, merged jsonb)
RETURNS TABLE (
  field text,
  kept_value text,
  merged_value text,
  becomes text
)
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT
    own.field,
    own.value,
    other.value,
    CASE
      -- Where one of the two may not be contacted, neither may.
      WHEN own.field = 'do_not_contact' THEN (own.value::boolean OR other.value::boolean)::text
      -- A refusal holds. What belongs to the consent goes with it.
      WHEN own.field LIKE 'consent%' THEN CASE
        WHEN kept ->> 'consent' = 'no' THEN own.value
        WHEN merged ->> 'consent' = 'no' OR kept ->> 'consent' IS NULL THEN other.value
        ELSE coalesce(own.value, other.value)
      END
      -- So does that a reference refuses, or that mail to them came back.
      WHEN own.field IN ('status', 'status_since') AND merged ->> 'status' IN ('refused', 'bounced')
        AND kept ->> 'status' <> 'refused' AND kept ->> 'status' <> merged ->> 'status' THEN other.value
      -- A state and its moment are of one row.
      WHEN own.field = 'status_since' AND kept ->> 'status' <> merged ->> 'status' THEN own.value
      ELSE coalesce(own.value, other.value, kept ->> own.field)
    END
  FROM jsonb_object_keys(kept) WITH ORDINALITY AS key (field, place)
  CROSS JOIN LATERAL (
    SELECT
      key.field,
      CASE WHEN btrim(kept ->> key.field) <> '' THEN kept ->> key.field END AS value
  ) AS own
  CROSS JOIN LATERAL (
    SELECT CASE WHEN btrim(merged ->> key.field) <> '' THEN merged ->> key.field END AS value
  ) AS other
  WHERE key.field NOT IN (
    'agency_id',
    'candidate_id',
    'contact_id',
    'reference_id',
    'client_id',
    'source',
    'external_id',
    'erased_at',
    'readmitted_at',
    'person'
  )
  ORDER BY key.place
$$;
COMMENT ON FUNCTION merged_fields IS 'Field by field, what stands on the row that is kept and on the one that is merged into it, and what it becomes: what is kept, else the other''s; the stricter of consent, do-not-contact, and refused or bounced.';

CREATE OR REPLACE FUNCTION command_word(word text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN word ~ '^[A-Za-z0-9_.:@%+/-]+$' THEN word ELSE '''' || replace(word, '''', '''\''''') || '''' END $$;
COMMENT ON FUNCTION command_word IS 'A word as a shell takes it for one.';

CREATE OR REPLACE FUNCTION merge_command(kind text, kept_source text, kept_id text, merged_source text, merged_id text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  -- Who works here is not merged. Of two sources, each may have the other's id.
  SELECT 'if so: followup person merge ' || kind
    || ' ' || command_word(CASE WHEN kept_source = merged_source THEN kept_id ELSE kept_source || ':' || kept_id END)
    || ' ' || command_word(CASE WHEN kept_source = merged_source THEN merged_id ELSE merged_source || ':' || merged_id END)
  WHERE kind IN ('candidate', 'contact', 'reference')
$$;
COMMENT ON FUNCTION merge_command IS 'The command that joins two rows of one person; NULL: there is none for that kind.';
