-- statement: worklist_next_morning
-- summary: Nine o'clock on the agency's next working date: when somebody who could not be reached is tried again.
SELECT at_local(
  nth_working_date(
    local_date(:'as_of'::timestamptz, practice),
    1,
    practice.working_days,
    practice.holidays
  ),
  '09:00',
  practice
) AS moment
FROM practice
WHERE practice.agency_id = :agency
