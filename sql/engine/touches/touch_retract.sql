-- statement: touch_retract
-- summary: Takes a touch out as if it had never been, and keeps it aside as it was, with who took it back and when.
WITH retracted AS (
  DELETE FROM touch
  WHERE touch.agency_id = :agency
    AND touch.touch_id = :touch::bigint
  RETURNING touch.*
)
INSERT INTO touch_retracted (
  agency_id,
  touch_id,
  candidate_id,
  external_id,
  record,
  retracted_at,
  retracted_by
)
SELECT
  retracted.agency_id,
  retracted.touch_id,
  retracted.candidate_id,
  retracted.external_id,
  to_jsonb(retracted),
  :'as_of'::timestamptz,
  :'by'
FROM retracted
RETURNING external_id
