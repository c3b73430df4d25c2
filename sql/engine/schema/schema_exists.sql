-- statement: schema_exists
-- summary: Whether the migrator was ever here, and whether the database has Citus: then the migrator distributes the tables.
SELECT
  to_regclass('schema_version') IS NOT NULL AS there,
  EXISTS (SELECT FROM pg_extension WHERE pg_extension.extname = 'citus') AS citus
