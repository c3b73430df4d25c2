-- statement: policy_set_time_zone
-- summary: Sets the zone in which the agency counts days, and keeps who did it.
WITH written AS (
  UPDATE agency
  SET time_zone = :'value'
  FROM agency AS before
  WHERE agency.agency_id = :agency
    AND before.agency_id = agency.agency_id
    AND before.time_zone <> :'value'
  RETURNING agency.agency_id, before.time_zone AS value_before, agency.time_zone AS value
)
INSERT INTO policy_change (agency_id, key, value_before, value, changed_at, changed_by)
SELECT
  written.agency_id,
  'time_zone',
  written.value_before,
  written.value,
  :'as_of'::timestamptz,
  :'by'
FROM written
