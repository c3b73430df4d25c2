-- statement: worklist_next_morning
-- summary: The beginning of the agency's working date that follows a moment: when somebody who could not be reached is on the list again.
SELECT at_local(
  nth_working_date(
    local_date(:'after'::timestamptz, practice),
    1,
    practice.working_days,
    practice.holidays
  ),
  '00:00',
  practice
) AS moment
FROM practice
WHERE practice.agency_id = :agency
