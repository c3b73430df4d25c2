-- statement: backup_rows
-- summary: How many rows each table holds of each agency, or at all where it belongs to none.
-- nullable: agency
SELECT
  pg_class.relname AS name,
  counted.agency,
  counted.stored
FROM pg_class
CROSS JOIN LATERAL XMLTABLE(
  '/table/row'
  PASSING query_to_xml(
    CASE
      WHEN EXISTS (
        SELECT FROM pg_attribute
        WHERE pg_attribute.attrelid = pg_class.oid
          AND pg_attribute.attname = 'agency_id'
          AND NOT pg_attribute.attisdropped
      )
        THEN format('SELECT agency_id AS agency, count(*) AS stored FROM %s GROUP BY agency_id', pg_class.oid::regclass)
      ELSE format('SELECT count(*) AS stored FROM %s', pg_class.oid::regclass)
    END,
    false,
    false,
    ''
  )
  COLUMNS
    agency integer PATH 'agency',
    stored bigint PATH 'stored'
) AS counted
WHERE pg_class.relnamespace = current_schema()::regnamespace
  AND pg_class.relkind IN ('r', 'p')
  AND NOT pg_class.relispartition
ORDER BY
  pg_class.relname,
  counted.agency
