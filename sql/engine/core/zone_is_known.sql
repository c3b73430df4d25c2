-- statement: zone_is_known
-- summary: Whether the server knows the time zone.
SELECT is_time_zone(:'zone') AS known
