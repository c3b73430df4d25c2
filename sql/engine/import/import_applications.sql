-- statement: import_applications
-- summary: Applications from staging; a stage with its date also goes into the history.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    row.candidate,
    candidate.candidate_id,
    stored.candidate_id AS existing_candidate_id,
    row.job_order,
    job_order.job_order_id,
    import_text(row.cells, 'stage', stored.stage) AS stage,
    import_moment(row.cells, 'stage_since', agency.time_zone, stored.stage_since) AS stage_since,
    import_text(row.cells, 'decision', stored.decision) AS decision,
    import_moment(row.cells, 'decided_at', agency.time_zone, stored.decided_at) AS decided_at,
    import_date(row.cells, 'start_date', stored.start_on) AS start_on,
    import_date(row.cells, 'announce_on', stored.announce_on) AS announce_on
  FROM
/* include: rows */
/* include: stored */
),
validated AS (
  SELECT
    staged.*,
    CASE
      WHEN staged.candidate_id IS NULL THEN import_unknown('candidate', 'candidate', staged.candidate)
      WHEN staged.existing_candidate_id <> staged.candidate_id
        THEN ARRAY[
          'candidate',
          staged.candidate,
          'is not the candidate to whom this application belongs; import it with deleted=yes first, then again for this candidate'
        ]
      WHEN staged.job_order_id IS NULL THEN import_unknown('job_order', 'job order', staged.job_order)
      WHEN import_is_future(staged.stage_since, :'as_of')
        THEN import_not_yet('stage_since', staged.record, :'as_of', staged.agency_zone)
      WHEN import_is_future(staged.decided_at, :'as_of')
        THEN import_not_yet('decided_at', staged.record, :'as_of', staged.agency_zone)
    END AS wrong
  FROM staged
),
/* include: verdicts */
/* include: written */
history AS (
  INSERT INTO application_stage (agency_id, candidate_id, application_id, stage, since)
  SELECT
    :agency::integer,
    written.candidate_id,
    written.application_id,
    written.stage,
    written.stage_since
  FROM written
  WHERE written.stage IS NOT NULL
    AND written.stage_since IS NOT NULL
  ON CONFLICT ON CONSTRAINT application_stage_pkey DO NOTHING
  RETURNING application_stage.*
),
noted_history AS (
  INSERT INTO import_change (agency_id, import_id, target, keys, owns, afters)
  SELECT
    :agency::integer,
    :import::bigint,
    'stages',
    ARRAY[concat_ws(chr(31), written.external_id, history.stage, history.since)],
    ARRAY[ROW(history.candidate_id, history.application_id, history.stage, history.since)::text],
    ARRAY[hash_record_extended(ROW(history.candidate_id, history.application_id, history.stage, history.since), 0)]
  FROM history
  JOIN written USING (agency_id, application_id)
),
/* include: along */
/* include: outcome */
