-- After rows were copied in: every table counts on from its highest number.
SELECT format(
  'SELECT setval(pg_get_serial_sequence(%1$L, %2$L), max(%2$I)) FROM %1$I HAVING max(%2$I) IS NOT NULL',
  table_name,
  column_name
)
FROM information_schema.columns
WHERE table_schema = 'public'
  AND is_identity = 'YES'
\gexec
