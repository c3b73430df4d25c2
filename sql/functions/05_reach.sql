-- functions: reach
-- summary: What is an address or a telephone number that reaches one person (practice, "Words": person).

CREATE OR REPLACE FUNCTION usable_email(email text, nobodys text[] DEFAULT '{}')
RETURNS text
LANGUAGE plpgsql
IMMUTABLE PARALLEL SAFE
AS $$
-- A function of its own language: as SQL it could not become part of a statement, and each call would begin one.
DECLARE
  address text := email;
BEGIN
  -- Nearly every address is of this form, which needs no second look.
  IF address !~ '^[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9-]+\.)+[a-z0-9-]+$' THEN
    -- The blanks of other alphabets are named, since what [:space:] holds depends on the collation.
    address := lower(regexp_replace(email, '^[\s\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]+|[\s\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]+$', '', 'g'));
    IF address !~ '^[^@\s\u0001-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff<>\[\](),;:"\\]+@([^@.\s\u0001-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff<>\[\](),;:"\\]+\.)+[^@.\s\u0001-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff<>\[\](),;:"\\]+$' THEN
      RETURN NULL;
    END IF;
  END IF;
  IF octet_length(address) <= 254
    AND (nobodys = '{}' OR NOT address = ANY (nobodys) AND NOT substring(address FROM '@.*$') = ANY (nobodys))
  THEN
    RETURN address;
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION usable_email IS 'The address trimmed and in lower case when mail can be sent to it and it is one person''s, else NULL; nobodys: lower-case addresses and @domains that belong to nobody.';

CREATE OR REPLACE FUNCTION email_fault(email text, nobodys text[])
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN email IS NULL OR btrim(email) = '' THEN NULL
    -- Nearly every address ends here.
    WHEN usable_email(email, nobodys) IS NOT NULL THEN NULL
    WHEN usable_email(email) IS NULL THEN 'is not an address; it identifies nobody, and nothing is sent to it'
    ELSE 'belongs to nobody according to the policy nobodys_addresses; it identifies nobody, and nothing is sent to it'
  END
$$;
COMMENT ON FUNCTION email_fault IS 'Why an address that is stored cannot be used; NULL: it can, or none is stored.';

CREATE OR REPLACE FUNCTION usable_phone(phone text)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  digits text := translate(phone, ' +-().', '');
BEGIN
  IF digits !~ '^[0-9]*$' THEN
    digits := regexp_replace(digits, '[^0-9]', '', 'g');
  END IF;
  IF length(digits) >= 7 AND digits <> repeat(left(digits, 1), length(digits)) THEN
    RETURN right(digits, 9);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION usable_phone IS 'The last nine digits of a telephone number of at least seven digits that are not all the same, else NULL.';

CREATE OR REPLACE FUNCTION reach_in_words(phone text, email text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN usable_phone(phone) IS NOT NULL THEN phone WHEN usable_email(email) IS NOT NULL THEN email END $$;
COMMENT ON FUNCTION reach_in_words IS 'How to reach somebody, as it was given: the telephone number when it is usable, else the address; NULL when neither is usable.';
