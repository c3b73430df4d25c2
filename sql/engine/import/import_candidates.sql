-- statement: import_candidates
-- summary: Candidates from staging. A person who was erased is refused, whether under their id or another one.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.recruiter,
    recruiter.recruiter_id,
    import_name(row.cells, stored.name) AS name,
    import_text(row.cells, 'email', stored.email) AS email,
    import_text(row.cells, 'phone', stored.phone) AS phone,
    given.time_zone,
    coalesce(import_text(row.cells, 'status', stored.status), 'active') AS status,
    import_moment(row.cells, 'status_since', coalesce(given.time_zone, agency.time_zone), stored.status_since) AS status_since,
    import_date(row.cells, 'search_started_on', stored.search_started_on) AS search_started_on,
    import_boolean(row.cells, 'do_not_contact', stored.do_not_contact, false) AS do_not_contact
  FROM
/* include: rows */
/* include: stored */
  CROSS JOIN LATERAL (
    SELECT import_text(row.cells, 'time_zone', stored.time_zone) AS time_zone
  ) AS given
),
validated AS (
  SELECT
    staged.*,
    coalesce(
/* include: erased */
      CASE
        WHEN staged.recruiter_id IS NULL THEN import_unknown('recruiter', 'recruiter', staged.recruiter)
        WHEN import_is_future(staged.status_since, :'as_of')
          THEN import_not_yet('status_since', staged.record, :'as_of', staged.agency_zone)
      END
    ) AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
/* include: along */
/* include: outcome */
