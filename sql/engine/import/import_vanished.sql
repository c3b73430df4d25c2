-- statement: import_vanished
-- summary: Rows of one canonical file that a complete export does not have any more become inactive; how they were is kept.
WITH vanished AS MATERIALIZED (
/* include: vanishing */
),
noted AS (
  INSERT INTO import_change (agency_id, import_id, target, keys, owns, before, afters)
  SELECT
    :agency::integer,
    :import::bigint,
    :'target'::text,
    ARRAY[vanished.key],
    ARRAY[''],
    vanished.before,
    ARRAY[hash_record_extended(ROW({digest of next}), 0)]
  FROM vanished
  CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, vanished.after) AS next
  ORDER BY vanished.key
)
UPDATE {table}
SET ({columns}) = ROW({columns of next})
FROM vanished
CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, vanished.after) AS next
WHERE {table}.agency_id = :agency
  AND {table}.{own id} = vanished.{own id}
