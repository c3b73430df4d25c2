-- statement: import_kept_rows
-- summary: How many rows stay as they are though their import is taken back, and how many of them are gone anyhow.
SELECT
  count(*) FILTER (WHERE import_out.named) AS kept,
  count(*) FILTER (WHERE NOT import_out.named) AS gone
FROM import_out
WHERE import_out.agency_id = :agency
  AND import_out.import_id = :import
  AND import_out.reason IS NOT NULL
