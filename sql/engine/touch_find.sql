-- statement: touch_find
-- summary: A touch by the id people use, with whether it was logged here and not imported.
SELECT
  touch.touch_id,
  touch.source = 'followup' AS is_logged
FROM touch
WHERE touch.agency_id = :agency
  AND touch.external_id = :'touch'
ORDER BY
  touch.source <> 'followup',
  touch.touch_id
LIMIT 1
