-- fragment: import_outcome
-- summary: The end of every import statement: what was stored and how it was before, rejects, what is out for rows that refer to it, and each file's counts.
/* include: noted? */
rejected AS (
  INSERT INTO import_reject (agency_id, import_id, target, file, line, column_name, value, reason, record)
  SELECT
    :agency::integer,
    :import::bigint,
    :'target'::text,
    verdicts.file,
    verdicts.line,
    verdicts.fault[1],
    verdicts.fault[2],
    verdicts.fault[3],
    -- Of a person who was erased the id alone.
    CASE
      WHEN verdicts.fault[4] IS NULL THEN verdicts.record
      ELSE jsonb_strip_nulls(jsonb_build_object('id', verdicts.fault[2]))
    END
  FROM verdicts
  WHERE verdicts.verdict = 'rejected'
  ORDER BY verdicts.position
),
taken_out AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    :'target'::text,
    verdicts.key,
    verdicts.stored_id,
    verdicts.deleted
  FROM verdicts
  WHERE verdicts.is_out
    AND verdicts.fault IS NULL
    AND NOT verdicts.repeated
)
UPDATE import_file
SET rows_rejected = import_file.rows_rejected + counted.rejected,
  rows_added = import_file.rows_added + counted.added,
  rows_changed = import_file.rows_changed + counted.changed,
  rows_unchanged = import_file.rows_unchanged + counted.unchanged,
  rows_deleted = import_file.rows_deleted + counted.deleted
FROM (
  SELECT
    verdicts.file,
    count(*) FILTER (WHERE verdicts.verdict = 'rejected') AS rejected,
    count(*) FILTER (WHERE verdicts.verdict = 'added') AS added,
    count(*) FILTER (WHERE verdicts.verdict = 'changed') AS changed,
    count(*) FILTER (WHERE verdicts.verdict = 'unchanged') AS unchanged,
    count(*) FILTER (WHERE verdicts.verdict = 'deleted') AS deleted
  FROM verdicts
  GROUP BY verdicts.file
) AS counted
WHERE import_file.agency_id = :agency
  AND import_file.import_id = :import
  AND import_file.target = :'target'
  AND import_file.file = counted.file
