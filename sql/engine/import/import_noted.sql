-- fragment: import_noted
-- summary: What is added, changed, or taken out at once, and how it was before, is kept so that the import can be taken back.
/* include: added */
noted AS (
  INSERT INTO import_change (agency_id, import_id, target, keys, owns, before, afters)
  SELECT
    :agency::integer,
    :import::bigint,
    :'target'::text,
    ARRAY[verdicts.key],
    ARRAY[{own of verdicts}],
    to_jsonb(past),
    CASE WHEN verdicts.verdict = 'changed' THEN ARRAY[hash_record_extended(ROW({digest of verdicts}), 0)] END
  FROM verdicts
  JOIN {table} AS past
    ON past.agency_id = :agency
    AND {past is verdicts}
  WHERE verdicts.verdict IN ({noted verdicts})
  ORDER BY verdicts.position
),
