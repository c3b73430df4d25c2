-- fragment: import_along
-- summary: What is stored, is not in the file, and refers to what goes, goes along.
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT DISTINCT
    :agency::integer,
    :import::bigint,
    :'target'::text,
    going.key,
    going.id,
    false
  FROM (
/* include: going */
  ) AS going
  WHERE NOT EXISTS (
    SELECT
    FROM staged
    WHERE staged.stored_id = going.id
  )
),
