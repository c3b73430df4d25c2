-- functions: erasure
-- summary: How a person who leaves is found in texts, and known again by digests alone; how they come back.

CREATE OR REPLACE FUNCTION as_pattern(literal text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  -- A blank may be several or a line break, an apostrophe one of several signs, and pages write some signs as entities.
  SELECT replace(
    replace(
      replace(
        regexp_replace(regexp_replace(btrim(literal), '([][\\.*+?(){}|^$])', '\\\1', 'g'), '\s+', '\\s+', 'g'),
        '&',
        '(?:&amp;|&)'
      ),
      '''',
      '(?:''|’|&#39;|&#x27;|&apos;)'
    ),
    '@',
    '(?:@|%40|&#64;)'
  )
$$;
COMMENT ON FUNCTION as_pattern IS 'A regular expression that matches the literal, as texts, links and pages write it.';

CREATE OR REPLACE FUNCTION percent_encoded(literal text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT string_agg(
    CASE WHEN chr(sign.byte) ~ '[A-Za-z0-9_~-]' THEN chr(sign.byte) ELSE '%' || lpad(upper(to_hex(sign.byte)), 2, '0') END,
    ''
    ORDER BY sign.place
  )
  FROM (
    SELECT
      place,
      get_byte(convert_to(literal, 'UTF8'), place) AS byte
    FROM generate_series(0, octet_length(convert_to(literal, 'UTF8')) - 1) AS place
  ) AS sign
$$;
COMMENT ON FUNCTION percent_encoded IS 'The literal as it stands in links.';

CREATE OR REPLACE FUNCTION whole_words(pattern text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce('(?<![[:alnum:]])(?:' || pattern || ')(?![[:alnum:]])', '(?=a)b') $$;
COMMENT ON FUNCTION whole_words IS 'The pattern where neither a letter nor a digit stands before or after; NULL: a pattern that nothing matches.';

CREATE OR REPLACE FUNCTION tells_of(value text, any_case text, as_written text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(value ~* any_case OR value ~ as_written, false) $$;
COMMENT ON FUNCTION tells_of IS 'Whether a text holds what one of the two patterns matches.';

CREATE OR REPLACE FUNCTION without_person(value text, any_case text, as_written text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT regexp_replace(regexp_replace(value, any_case, 'erased', 'gi'), as_written, 'erased', 'g') $$;
COMMENT ON FUNCTION without_person IS 'The text with the word erased for what the two patterns match.';

CREATE OR REPLACE FUNCTION erased_digest(salt bytea, kind text, value text)
RETURNS bytea
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT sha256(salt || convert_to(kind || ':' || value, 'UTF8')) $$;
COMMENT ON FUNCTION erased_digest IS 'By what an address, a name with a telephone number or an id of somebody erased is known again; NULL: of nothing.';

CREATE OR REPLACE FUNCTION erased_digests(
  salt bytea,
  source text,
  kind text,
  external_id text,
  name text,
  email text,
  phone text,
  nobodys text[]
)
RETURNS bytea[]
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT array_remove(
    ARRAY[
      erased_digest(salt, 'address', usable_email(email, nobodys)),
      -- Several people may share a telephone, and an address that is nobody's.
      erased_digest(salt, 'name and phone', lower(btrim(name)) || E'\x1f' || usable_phone(phone)),
      erased_digest(salt, 'id', source || E'\x1f' || kind || E'\x1f' || external_id)
    ],
    NULL
  )
$$;
COMMENT ON FUNCTION erased_digests IS 'All digests by which a row of a person is known again.';

CREATE OR REPLACE FUNCTION import_was_erased(
  agency integer,
  source text,
  kind text,
  external_id text,
  name text,
  email text,
  phone text,
  erased_at timestamptz,
  zone text
)
RETURNS text[]
LANGUAGE plpgsql
STABLE PARALLEL SAFE
AS $$
DECLARE
  since timestamptz;
  why text;
BEGIN
  SELECT
    erasure.erased_at,
    erasure.ground
  INTO since, why
  FROM erasure_salt
  JOIN practice_in_force
    ON practice_in_force.agency_id = erasure_salt.agency_id
  CROSS JOIN LATERAL unnest(
    erased_digests(
      erasure_salt.salt,
      import_was_erased.source,
      import_was_erased.kind,
      import_was_erased.external_id,
      import_was_erased.name,
      import_was_erased.email,
      import_was_erased.phone,
      practice_in_force.nobodys_addresses
    )
  ) AS known (digest)
  JOIN erased_digest
    ON erased_digest.agency_id = erasure_salt.agency_id
    AND erased_digest.digest = known.digest
  JOIN erasure
    ON erasure.agency_id = erased_digest.agency_id
    AND erasure.erasure_id = erased_digest.erasure_id
  WHERE erasure_salt.agency_id = agency
  ORDER BY erasure.erased_at DESC
  LIMIT 1;
  since := coalesce(erased_at, since);
  IF since IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY[
    'id',
    -- An id that is made of an address would say whose it is.
    CASE WHEN external_id ~ '^[[:alnum:]_.-]{1,40}$' AND external_id ~ '[0-9]' THEN external_id END,
    format(
      'is a person who was %s; nothing of them is stored again; take them out at the source, or let them in if '
        'they have come back: followup person readmit',
      format(
        CASE why
          WHEN 'age' THEN 'anonymised on %s, when nothing had happened for as long as people are kept'
          ELSE 'erased on %s at their request'
        END,
        (since AT TIME ZONE zone)::date
      )
    ),
    -- The fourth says that the row's cells are not kept.
    'wordless'
  ];
END
$$;
COMMENT ON FUNCTION import_was_erased IS 'The fault of a row of a person who was erased; NULL: they were not.';

CREATE OR REPLACE FUNCTION person_is_named_again()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.erased_at := NULL;
  NEW.readmitted_at := NULL;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION person_is_named_again IS 'Makes a row somebody again that was let in, as soon as it has a name.';

CREATE OR REPLACE FUNCTION person_is_back()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  -- Not by the table's name: a part of a distributed table has one of its own.
  of_kind text := TG_ARGV[0];
  id bigint := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
BEGIN
  -- The rules decide again: what ended still has ended, by the touches that stayed.
  UPDATE follow_up
  SET kept = false
  WHERE follow_up.agency_id = NEW.agency_id
    AND follow_up.kept
    AND CASE of_kind
      WHEN 'candidate' THEN follow_up.candidate_id = id
      WHEN 'contact' THEN follow_up.contact_id = id OR follow_up.party_kind = 'contact' AND follow_up.party_id = id
      ELSE follow_up.reference_id = id OR follow_up.party_kind = 'reference' AND follow_up.party_id = id
    END
    -- What is also about somebody else who was erased stays as it stands.
    AND NOT EXISTS (
      SELECT
      FROM candidate
      WHERE candidate.agency_id = NEW.agency_id
        AND candidate.candidate_id = follow_up.candidate_id
        AND candidate.erased_at IS NOT NULL
    )
    AND NOT EXISTS (
      SELECT
      FROM contact
      WHERE contact.agency_id = NEW.agency_id
        AND contact.contact_id IN (
          follow_up.contact_id,
          CASE WHEN follow_up.party_kind = 'contact' THEN follow_up.party_id END
        )
        AND contact.erased_at IS NOT NULL
    )
    AND NOT EXISTS (
      SELECT
      FROM reference_contact
      WHERE reference_contact.agency_id = NEW.agency_id
        AND reference_contact.candidate_id = follow_up.candidate_id
        AND reference_contact.reference_id IN (
          follow_up.reference_id,
          CASE WHEN follow_up.party_kind = 'reference' THEN follow_up.party_id END
        )
        AND reference_contact.erased_at IS NOT NULL
    );
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION person_is_back IS 'Has the rules decide again about the follow-ups of somebody who was erased and is back.';

CREATE OR REPLACE TRIGGER candidate_is_named_again
BEFORE UPDATE OF name ON candidate
FOR EACH ROW WHEN (old.readmitted_at IS NOT NULL AND old.name IS DISTINCT FROM new.name)
EXECUTE FUNCTION person_is_named_again();

CREATE OR REPLACE TRIGGER contact_is_named_again
BEFORE UPDATE OF name ON contact
FOR EACH ROW WHEN (old.readmitted_at IS NOT NULL AND old.name IS DISTINCT FROM new.name)
EXECUTE FUNCTION person_is_named_again();

CREATE OR REPLACE TRIGGER reference_contact_is_named_again
BEFORE UPDATE OF name ON reference_contact
FOR EACH ROW WHEN (old.readmitted_at IS NOT NULL AND old.name IS DISTINCT FROM new.name)
EXECUTE FUNCTION person_is_named_again();

CREATE OR REPLACE TRIGGER candidate_is_back
AFTER UPDATE ON candidate
FOR EACH ROW WHEN (old.erased_at IS NOT NULL AND new.erased_at IS NULL)
EXECUTE FUNCTION person_is_back('candidate', 'candidate_id');

CREATE OR REPLACE TRIGGER contact_is_back
AFTER UPDATE ON contact
FOR EACH ROW WHEN (old.erased_at IS NOT NULL AND new.erased_at IS NULL)
EXECUTE FUNCTION person_is_back('contact', 'contact_id');

CREATE OR REPLACE TRIGGER reference_contact_is_back
AFTER UPDATE ON reference_contact
FOR EACH ROW WHEN (old.erased_at IS NOT NULL AND new.erased_at IS NULL)
EXECUTE FUNCTION person_is_back('reference', 'reference_id');
