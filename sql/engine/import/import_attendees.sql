-- statement: import_attendees
-- summary: Attendees from staging; interview and contact are the key.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.interview,
    interview.candidate_id,
    interview.interview_id,
    row.contact,
    contact.contact_id,
    import_text(row.cells, 'role', stored.role) AS role
  FROM
/* include: rows */
  LEFT JOIN attendee AS stored
    ON stored.agency_id = :agency
    AND stored.candidate_id = interview.candidate_id
    AND stored.interview_id = interview.interview_id
    AND stored.contact_id = contact.contact_id
),
validated AS (
  SELECT
    staged.*,
    CASE
      WHEN staged.interview_id IS NULL THEN import_unknown('interview', 'interview', staged.interview)
      WHEN staged.contact_id IS NULL THEN import_unknown('contact', 'contact', staged.contact)
    END AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
/* include: outcome */
