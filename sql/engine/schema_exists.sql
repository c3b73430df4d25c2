-- statement: schema_exists
-- summary: Whether the migrator was ever here.
SELECT to_regclass('schema_version') IS NOT NULL AS there
