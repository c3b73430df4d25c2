-- statement: import_files
-- summary: What was read, file by file, and what the mapping passes over; the rest is counted as it is stored.
INSERT INTO import_file (
  agency_id, import_id, file, target, rows_read, rows_skipped, rows_rejected, rows_added, rows_changed, rows_unchanged,
  rows_deleted
)
SELECT
  :agency::integer,
  :import::bigint,
  source.file,
  source.target,
  count(row.position),
  count(row.skip),
  0,
  0,
  0,
  0,
  0
FROM unnest(:'files'::text[], :'targets'::text[]) AS source (file, target)
LEFT JOIN import_row AS row
  ON row.agency_id = :agency
  AND row.import_id = :import
  AND row.file = source.file
  AND row.target = source.target
GROUP BY
  source.file,
  source.target
