-- statement: plan_working_days
-- summary: The days from one to another on which the agency works.
SELECT each.day::date::text AS day
FROM practice
CROSS JOIN LATERAL generate_series(:'from'::timestamp, :'until'::timestamp, '1 day') AS each (day)
WHERE practice.agency_id = :agency
  AND is_working_date(each.day::date, practice)
ORDER BY each.day
