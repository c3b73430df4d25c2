-- fragment: import_preview_rows
-- summary: The cells of one canonical file's rows that an import adds, changes or takes out, before and after.
SELECT
  :'target'::text AS target,
  shown.change,
  shown.key,
  cells.column_name,
  cells.before,
  cells.after,
  shown.place,
  cells.cell
FROM (
  SELECT
    changed.key,
    changed.change,
    changed.place,
    changed.before,
    to_jsonb(stored) AS after
  FROM (
    SELECT
      every.*,
      row_number() OVER (
        PARTITION BY every.change
        ORDER BY every.key
      ) AS place
    FROM (
/* include: changed */
    ) AS every
  ) AS changed
/* include: found */
  WHERE changed.place <= :limit::bigint
) AS shown
CROSS JOIN LATERAL (
/* include: cells */
) AS cells
WHERE cells.before IS DISTINCT FROM cells.after
