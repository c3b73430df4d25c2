-- statement: import_holidays
-- summary: Holidays from staging; the date is the key.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    given.holiday_on,
    import_text(row.cells, 'name', stored.name) AS name
  FROM
/* include: rows */
  CROSS JOIN LATERAL (
    SELECT (row.cells ->> 'date')::date AS holiday_on
  ) AS given
  LEFT JOIN holiday AS stored
    ON stored.agency_id = :agency
    AND stored.holiday_on = given.holiday_on
),
validated AS (
  SELECT
    staged.*,
    NULL::text[] AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
/* include: outcome */
