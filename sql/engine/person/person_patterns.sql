-- statement: person_patterns
-- summary: By which patterns texts are found that tell of a person: full name, addresses and telephone numbers in any case, and parts of the name as they are written. What other people share of these is left out.
-- optional: address
WITH everybody AS MATERIALIZED (
  SELECT
    candidate.name,
    candidate.email,
    candidate.phone,
    candidate.candidate_id = ANY (:'candidates'::bigint[]) AS is_meant
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.erased_at IS NULL
  UNION ALL
  SELECT
    contact.name,
    contact.email,
    contact.phone,
    contact.contact_id = ANY (:'contacts'::bigint[])
  FROM contact
  WHERE contact.agency_id = :agency
    AND contact.erased_at IS NULL
  UNION ALL
  SELECT
    reference_contact.name,
    reference_contact.email,
    reference_contact.phone,
    reference_contact.reference_id = ANY (:'references'::bigint[])
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.erased_at IS NULL
  UNION ALL
  -- By what a row was called that was merged into another one.
  SELECT
    person_merged.name,
    person_merged.email,
    person_merged.phone,
    coalesce(
      person_merged.candidate_id = ANY (:'candidates'::bigint[])
      OR person_merged.contact_id = ANY (:'contacts'::bigint[])
      OR person_merged.reference_id = ANY (:'references'::bigint[]),
      false
    )
  FROM person_merged
  WHERE person_merged.agency_id = :agency
    AND person_merged.name <> 'erased'
  UNION ALL
  SELECT
    recruiter.name,
    recruiter.email,
    NULL,
    false
  FROM recruiter
  WHERE recruiter.agency_id = :agency
  UNION ALL
  -- A company that is called as they are keeps its name.
  SELECT
    client.name,
    NULL,
    NULL,
    false
  FROM client
  WHERE client.agency_id = :agency
),
address AS (
  SELECT lower(btrim(:'address')) AS value
  WHERE :'address' IS NOT NULL
  UNION
  SELECT lower(btrim(everybody.email))
  FROM everybody
  WHERE everybody.is_meant
    AND length(btrim(everybody.email)) >= 4
),
digits AS (
  SELECT usable_phone(everybody.phone) AS value
  FROM everybody
  WHERE usable_phone(everybody.phone) IS NOT NULL
  GROUP BY usable_phone(everybody.phone)
  HAVING bool_and(everybody.is_meant)
),
full_name AS (
  SELECT DISTINCT regexp_replace(btrim(everybody.name), '\s+', ' ', 'g') AS value
  FROM everybody
  WHERE everybody.is_meant
    AND btrim(everybody.name) ~ '\s'
),
name_part AS (
  SELECT part.value
  FROM everybody
  CROSS JOIN LATERAL regexp_split_to_table(everybody.name, '[^[:alnum:]''’-]+') AS part (value)
  WHERE length(part.value) >= 4
  GROUP BY part.value
  HAVING bool_and(everybody.is_meant)
),
written AS (
  SELECT as_pattern(address.value) AS pattern
  FROM address
  UNION ALL
  SELECT as_pattern(percent_encoded(address.value))
  FROM address
  UNION ALL
  -- What may stand before them is written once: with many numbers, the server would follow each copy of it.
  SELECT
    '(?:\+?\(?(?:[0-9][-. ()/]{0,3}){1,6})?(?:'
    || string_agg(
      regexp_replace(digits.value, '([0-9])(?!$)', '\1[-. ()/]{0,3}', 'g'),
      '|'
      ORDER BY length(digits.value) DESC, digits.value
    )
    || ')'
  FROM digits
  HAVING count(*) > 0
  UNION ALL
  SELECT as_pattern(full_name.value)
  FROM full_name
  UNION ALL
  SELECT as_pattern(percent_encoded(full_name.value))
  FROM full_name
  UNION ALL
  -- Last name, first name.
  SELECT
    as_pattern(substring(full_name.value FROM '\S+$'))
    || ',\s*'
    || as_pattern(btrim(substring(full_name.value FROM '^(.*)\s\S+$')))
  FROM full_name
)
SELECT
  (
    SELECT whole_words(string_agg(written.pattern, '|' ORDER BY length(written.pattern) DESC, written.pattern))
    FROM written
  ) AS any_case,
  (
    SELECT whole_words(string_agg(as_pattern(name_part.value), '|' ORDER BY length(name_part.value) DESC, name_part.value))
    FROM name_part
  ) AS as_written
