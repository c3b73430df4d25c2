-- statement: schema_versions
-- summary: The migrations that were applied.
SELECT schema_version.version
FROM schema_version
ORDER BY schema_version.version
