-- statement: schema_repeatables
-- summary: The functions and views that were applied, with the digest of their text.
SELECT
  repeatable.name,
  repeatable.digest
FROM repeatable
