-- statement: report_today
-- summary: The agency's date at as_of, from which a report's days are counted.
SELECT local_date(:'as_of'::timestamptz, practice)::text AS today
FROM practice
WHERE practice.agency_id = :agency
