-- statement: erase_records
-- summary: Takes a person out of rows that were rejected, of staging, of how rows were before imports, and of what runs and people have written down.
WITH rejects AS (
  UPDATE import_reject
  SET record = CASE
      WHEN tells_of(import_reject.record::text, :'any_case', :'as_written') THEN '{}'::jsonb
      ELSE import_reject.record
    END,
    value = CASE WHEN NOT tells_of(import_reject.value, :'any_case', :'as_written') THEN import_reject.value END,
    reason = without_person(import_reject.reason, :'any_case', :'as_written')
  WHERE import_reject.agency_id = :agency
    AND tells_of(
      coalesce(import_reject.record::text, '')
      || ' ' || coalesce(import_reject.value, '')
      || ' ' || coalesce(import_reject.reason, ''),
      :'any_case',
      :'as_written'
    )
  RETURNING import_reject.reject_id
),
skips AS (
  UPDATE import_skip
  SET reason = without_person(import_skip.reason, :'any_case', :'as_written')
  WHERE import_skip.agency_id = :agency
    AND tells_of(import_skip.reason, :'any_case', :'as_written')
  RETURNING import_skip.skip_id
),
staged AS (
  DELETE FROM import_row
  WHERE import_row.agency_id = :agency
  RETURNING import_row.import_id
),
out AS (
  DELETE FROM import_out
  WHERE import_out.agency_id = :agency
  RETURNING import_out.import_id
),
pictures AS (
  -- How rows were before an import changed them: of whom they tell is not asked one by one.
  DELETE FROM import_change
  WHERE import_change.agency_id = :agency
    AND import_change.before IS NOT NULL
  RETURNING import_change.change_id
),
added AS (
  UPDATE import_change
  SET keys = ARRAY(
      SELECT CASE WHEN tells_of(row_of.key, :'any_case', :'as_written') THEN 'erased' ELSE row_of.key END
      FROM unnest(import_change.keys) WITH ORDINALITY AS row_of (key, place)
      ORDER BY row_of.place
    ),
    owns = ARRAY(
      SELECT CASE WHEN tells_of(row_of.own, :'any_case', :'as_written') THEN 'erased' ELSE row_of.own END
      FROM unnest(import_change.owns) WITH ORDINALITY AS row_of (own, place)
      ORDER BY row_of.place
    )
  WHERE import_change.agency_id = :agency
    AND import_change.before IS NULL
    AND EXISTS (
      SELECT
      FROM unnest(import_change.keys || import_change.owns) AS word
      WHERE tells_of(word, :'any_case', :'as_written')
    )
  RETURNING import_change.change_id
),
pauses AS (
  UPDATE mail_pause
  SET reason = without_person(mail_pause.reason, :'any_case', :'as_written')
  WHERE mail_pause.agency_id = :agency
    AND tells_of(mail_pause.reason, :'any_case', :'as_written')
  RETURNING mail_pause.pause_id
),
readmissions AS (
  UPDATE readmission
  SET reason = without_person(readmission.reason, :'any_case', :'as_written')
  WHERE readmission.agency_id = :agency
    AND tells_of(readmission.reason, :'any_case', :'as_written')
  RETURNING readmission.readmission_id
),
runs AS (
  UPDATE job_run
  SET error = without_person(job_run.error, :'any_case', :'as_written')
  WHERE job_run.agency_id = :agency
    AND tells_of(job_run.error, :'any_case', :'as_written')
  RETURNING job_run.run_id
),
steps AS (
  UPDATE job_step
  SET error = without_person(job_step.error, :'any_case', :'as_written'),
    summary = without_person(job_step.summary::text, :'any_case', :'as_written')::jsonb,
    warnings = without_person(job_step.warnings::text, :'any_case', :'as_written')::jsonb
  WHERE job_step.agency_id = :agency
    AND tells_of(
      coalesce(job_step.error, '')
      || ' ' || coalesce(job_step.summary::text, '')
      || ' ' || coalesce(job_step.warnings::text, ''),
      :'any_case',
      :'as_written'
    )
  RETURNING job_step.run_id
)
SELECT
  (SELECT count(*) FROM rejects) + (SELECT count(*) FROM skips) + (SELECT count(*) FROM staged) + (SELECT count(*) FROM out)
  + (SELECT count(*) FROM pictures) + (SELECT count(*) FROM added) AS rejects,
  (SELECT count(*) FROM runs) + (SELECT count(*) FROM steps) + (SELECT count(*) FROM pauses)
  + (SELECT count(*) FROM readmissions) AS runs
