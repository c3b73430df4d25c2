-- statement: import_clients
-- summary: Clients from staging.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    import_name(row.cells, stored.name) AS name,
    import_text(row.cells, 'time_zone', stored.time_zone) AS time_zone,
    import_text(row.cells, 'check_in_mode', stored.check_in_mode) AS check_in_mode,
    import_number(row.cells, 'check_in_cap', stored.check_in_cap) AS check_in_cap,
    import_number(row.cells, 'check_in_days', stored.check_in_days) AS check_in_days
  FROM
/* include: rows */
/* include: stored */
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
