-- statement: touch_find
-- summary: A touch by the id people use, with whether it was logged here and not imported.
-- By source, since ids are unique per source and found by it; the sources are stepped through in the same index.
WITH RECURSIVE origins AS (
  SELECT min(touch.source) AS source
  FROM touch
  WHERE touch.agency_id = :agency
  UNION ALL
  SELECT (
    SELECT min(touch.source)
    FROM touch
    WHERE touch.agency_id = :agency
      AND touch.source > origins.source
  )
  FROM origins
  WHERE origins.source IS NOT NULL
)
SELECT
  touch.touch_id,
  touch.source = 'followup' AS is_logged
FROM origins
CROSS JOIN LATERAL (
  SELECT
    touch.touch_id,
    touch.source
  FROM touch
  WHERE touch.agency_id = :agency
    AND touch.source = origins.source
    AND touch.external_id = :'touch'
  OFFSET 0
) AS touch
ORDER BY
  touch.source <> 'followup',
  touch.touch_id
LIMIT 1
