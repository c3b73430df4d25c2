-- statement: import_put_in
-- summary: Rows of one canonical file that an import took out come back as they were, but those that are there again or refer to what is gone. Managers come after.
WITH changed AS MATERIALIZED (
  SELECT
    every.key,
    every.before,
    (
      SELECT min(lost.column_name)
      FROM (
/* include: lost */
      ) AS lost
    ) AS lost
  FROM (
/* include: changed */
  ) AS every
  CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, every.before) AS past
  WHERE every.change = 'deleted'
),
put AS (
  INSERT INTO {table}
  SELECT past.*
  FROM changed
  CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, changed.before - 'manager_id') AS past
  WHERE changed.lost IS NULL
  ON CONFLICT DO NOTHING
  RETURNING ROW({identity of table})::text AS own
)
INSERT INTO import_out (agency_id, import_id, target, key, named, reason)
SELECT
  :agency::integer,
  :import::bigint,
  :'target'::text,
  changed.key,
  true,
  CASE
    WHEN changed.lost IS NOT NULL THEN format('stays out: its %s is gone', changed.lost)
    ELSE 'stays: it has come in again since'
  END
FROM changed
CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, changed.before) AS past
WHERE changed.lost IS NOT NULL
  OR ROW({identity of past})::text NOT IN (SELECT put.own FROM put)
