-- statement: import_references
-- summary: References from staging. A person who was erased is refused, whether under their id or another one.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.candidate,
    candidate.candidate_id,
    stored.candidate_id AS existing_candidate_id,
    import_name(row.cells, stored.name) AS name,
    import_text(row.cells, 'relationship', stored.relationship) AS relationship,
    import_text(row.cells, 'company', stored.company) AS company,
    import_text(row.cells, 'email', stored.email) AS email,
    import_text(row.cells, 'phone', stored.phone) AS phone,
    import_text(row.cells, 'time_zone', stored.time_zone) AS time_zone,
    CASE
      WHEN NOT row.cells ? 'consent' THEN stored.consent
      WHEN nullif(row.cells ->> 'consent', '')::boolean THEN 'yes'
      WHEN NOT nullif(row.cells ->> 'consent', '')::boolean THEN 'no'
    END AS consent,
    coalesce(import_text(row.cells, 'status', stored.status), 'active') AS status,
    import_moment(row.cells, 'status_since', given.zone, stored.status_since) AS status_since,
    import_moment(row.cells, 'added_at', given.zone, stored.added_at) AS added_at,
    import_boolean(row.cells, 'do_not_contact', stored.do_not_contact, false) AS do_not_contact,
    import_text(row.cells, 'lawful_basis', stored.lawful_basis) AS lawful_basis,
    import_moment(row.cells, 'consent_at', given.zone, stored.consent_at) AS consent_at,
    import_text(row.cells, 'consent_source', stored.consent_source) AS consent_source
  FROM
/* include: rows */
/* include: stored */
  CROSS JOIN LATERAL (
    SELECT coalesce(import_text(row.cells, 'time_zone', stored.time_zone), agency.time_zone) AS zone
  ) AS given
),
validated AS (
  SELECT
    staged.*,
    coalesce(
/* include: erased */
      CASE
        WHEN staged.candidate_id IS NULL THEN import_unknown('candidate', 'candidate', staged.candidate)
        WHEN staged.existing_candidate_id <> staged.candidate_id
          THEN ARRAY[
            'candidate',
            staged.candidate,
            'is not the candidate to whom this reference belongs; import it with deleted=yes first, then again for this candidate'
          ]
        WHEN import_is_future(staged.status_since, :'as_of')
          THEN import_not_yet('status_since', staged.record, :'as_of', staged.agency_zone)
        WHEN import_is_future(staged.added_at, :'as_of')
          THEN import_not_yet('added_at', staged.record, :'as_of', staged.agency_zone)
        WHEN import_is_future(staged.consent_at, :'as_of')
          THEN import_not_yet('consent_at', staged.record, :'as_of', staged.agency_zone)
      END
    ) AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
/* include: along */
/* include: outcome */
