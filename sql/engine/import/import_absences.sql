-- statement: import_absences
-- summary: Absences from staging; recruiter and first day are the key.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.recruiter,
    recruiter.recruiter_id,
    given.from_on,
    import_date(row.cells, 'until', stored.until_on) AS until_on,
    row.cover,
    CASE WHEN row.cells ? 'cover' THEN cover.recruiter_id ELSE stored.cover_id END AS cover_id
  FROM
/* include: rows */
  CROSS JOIN LATERAL (
    SELECT (row.cells ->> 'from')::date AS from_on
  ) AS given
  LEFT JOIN absence AS stored
    ON stored.agency_id = :agency
    AND stored.recruiter_id = recruiter.recruiter_id
    AND stored.from_on = given.from_on
),
validated AS (
  SELECT
    staged.*,
    CASE
      WHEN staged.recruiter_id IS NULL THEN import_unknown('recruiter', 'recruiter', staged.recruiter)
      WHEN staged.cover IS NOT NULL AND staged.cover_id IS NULL THEN import_unknown('cover', 'recruiter', staged.cover)
      WHEN staged.until_on < staged.from_on
        THEN ARRAY['until', staged.record ->> 'until', 'is before the first day of the absence; correct one of the two dates']
    END AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
/* include: outcome */
