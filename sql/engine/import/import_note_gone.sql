-- statement: import_note_gone
-- summary: How all that an import takes out was, just before it goes.
INSERT INTO import_change (agency_id, import_id, target, keys, owns, before)
SELECT
  :agency::integer,
  :import::bigint,
  gone.target,
  ARRAY[gone.key],
  ARRAY[gone.own],
  gone.before
FROM (
  SELECT DISTINCT ON (every.target, every.before) every.*
  FROM (
/* include: gone */
  ) AS every
  ORDER BY
    every.target,
    every.before,
    every.key
) AS gone
