-- statement: import_zones
-- summary: The names of time zones that the server knows.
SELECT pg_timezone_names.name
FROM pg_timezone_names
