-- script: schema_prepare
-- summary: The two tables that the migrator itself needs. The lock lasts for the transaction: a second migrator waits.
SELECT pg_advisory_xact_lock(hashtext('followup migrate'));
CREATE TABLE IF NOT EXISTS schema_version (
  version integer NOT NULL,
  file text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT schema_version_pkey PRIMARY KEY (version)
);
COMMENT ON TABLE schema_version IS 'The migrations that were applied; each puts its row in first.';
COMMENT ON COLUMN schema_version.version IS 'Number of the migration.';
COMMENT ON COLUMN schema_version.file IS 'Its file.';
COMMENT ON COLUMN schema_version.applied_at IS 'When.';
CREATE TABLE IF NOT EXISTS repeatable (
  name text NOT NULL,
  digest text NOT NULL,
  CONSTRAINT repeatable_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE repeatable IS 'The text with which each file of sql/functions was last applied.';
COMMENT ON COLUMN repeatable.name IS 'The file''s name.';
COMMENT ON COLUMN repeatable.digest IS 'SHA-256 of its text.';
