-- fragment: import_noted_added
-- summary: Rows that were added are kept in mind, a thousand at a time, so that the import can be taken back.
noted_added AS (
  INSERT INTO import_change (agency_id, import_id, target, keys, owns, afters)
  SELECT
    :agency::integer,
    :import::bigint,
    :'target'::text,
    array_agg(verdicts.key),
    array_agg({own of verdicts}),
    array_agg(hash_record_extended(ROW({digest of verdicts}), 0))
  FROM verdicts
  WHERE verdicts.verdict = 'added'
  GROUP BY verdicts.position / 1000
),
