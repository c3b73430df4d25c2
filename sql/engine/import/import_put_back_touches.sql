-- statement: import_put_back_touches
-- summary: Touches that an import corrected become what they were: a touch is never rewritten, but taken out and put in again.
WITH
/* include: judged */,
removed AS (
  DELETE FROM touch
  USING judged
  WHERE judged.reason IS NULL
    AND touch.agency_id = :agency
    AND touch.touch_id = judged.touch_id
  RETURNING touch.touch_id
)
INSERT INTO touch
SELECT past.*
-- The count makes what is there go out before what was there comes in under the same id.
FROM (SELECT count(*) FROM removed) AS gone
CROSS JOIN judged
CROSS JOIN LATERAL jsonb_populate_record(NULL::touch, judged.before) AS past
WHERE judged.reason IS NULL
