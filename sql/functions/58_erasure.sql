-- functions: erasure
-- summary: How a person who leaves is found in texts, and known again by digests alone.

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
  since timestamptz := erased_at;
BEGIN
  IF since IS NULL THEN
    SELECT max(erasure.erased_at)
    INTO since
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
    WHERE erasure_salt.agency_id = agency;
  END IF;
  IF since IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY[
    'id',
    -- An id that is made of an address would say whose it is.
    CASE WHEN external_id ~ '^[[:alnum:]_.-]{1,40}$' AND external_id ~ '[0-9]' THEN external_id END,
    format(
      'is a person who was erased on %s at their request; nothing of them is stored again; take them out at the source',
      (since AT TIME ZONE zone)::date
    ),
    -- The fourth says that the row's cells are not kept.
    'wordless'
  ];
END
$$;
COMMENT ON FUNCTION import_was_erased IS 'The fault of a row of a person who was erased; NULL: they were not.';
