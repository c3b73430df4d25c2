-- statement: plan_practice
-- row: plan_practice_given
-- summary: The practice in force, whose values stand in the plan as constants, with the working dates around the session's moment. Dates outside of
-- these years are counted day by day, so that the moment does not matter for what comes out.
SELECT
  practice.*,
  (
    SELECT array_agg(near.day ORDER BY near.day)
    FROM (
      SELECT (:'as_of'::timestamptz AT TIME ZONE 'UTC')::date + offsets.days AS day
      FROM generate_series(-1000, 400) AS offsets (days)
    ) AS near
    WHERE extract(isodow FROM near.day)::integer = ANY (practice.working_days)
      AND NOT near.day = ANY (practice.holidays)
  ) AS dates_worked
FROM practice
WHERE practice.agency_id = :agency
