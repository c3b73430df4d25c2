-- statement: import_contacts
-- summary: Contacts from staging. A person who was erased is refused, whether under their id or another one.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.client,
    client.client_id,
    import_name(row.cells, stored.name) AS name,
    import_text(row.cells, 'title', stored.title) AS title,
    import_text(row.cells, 'email', stored.email) AS email,
    import_text(row.cells, 'phone', stored.phone) AS phone,
    import_text(row.cells, 'time_zone', stored.time_zone) AS time_zone,
    import_boolean(row.cells, 'do_not_contact', stored.do_not_contact, false) AS do_not_contact
  FROM
/* include: rows */
/* include: stored */
),
validated AS (
  SELECT
    staged.*,
    coalesce(
/* include: erased */
      CASE
        WHEN staged.client_id IS NULL THEN import_unknown('client', 'client', staged.client)
      END
    ) AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
/* include: along */
/* include: outcome */
