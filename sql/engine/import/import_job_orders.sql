-- statement: import_job_orders
-- summary: Job orders from staging.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.client,
    client.client_id,
    import_text(row.cells, 'title', stored.title) AS title,
    row.recruiter,
    recruiter.recruiter_id,
    row.hiring_contact,
    CASE
      WHEN row.cells ? 'hiring_contact' THEN hiring_contact.contact_id
      ELSE stored.hiring_contact_id
    END AS hiring_contact_id,
    coalesce(import_text(row.cells, 'status', stored.status), 'open') AS status,
    import_moment(row.cells, 'status_since', agency.time_zone, stored.status_since) AS status_since
  FROM
/* include: rows */
/* include: stored */
),
validated AS (
  SELECT
    staged.*,
    CASE
      WHEN staged.client_id IS NULL THEN import_unknown('client', 'client', staged.client)
      WHEN staged.recruiter_id IS NULL THEN import_unknown('recruiter', 'recruiter', staged.recruiter)
      WHEN staged.hiring_contact IS NOT NULL AND staged.hiring_contact_id IS NULL
        THEN import_unknown('hiring_contact', 'contact', staged.hiring_contact)
      WHEN import_is_future(staged.status_since, :'as_of')
        THEN import_not_yet('status_since', staged.record, :'as_of', staged.agency_zone)
    END AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
/* include: along */
/* include: outcome */
