-- fragment: import_judged
-- summary: Which rows of one canonical file are still as an import left them, and why the others are not taken back.
every AS MATERIALIZED (
/* include: changed */
),
later AS MATERIALIZED (
  SELECT
    CASE WHEN changed.own = '' THEN changed.key ELSE changed.own END AS key,
    max(import.import_id) AS import_id
  FROM import
  JOIN import_change
    ON import_change.agency_id = :agency
    AND import_change.import_id = import.import_id
    AND import_change.target = :'target'
  CROSS JOIN LATERAL unnest(import_change.keys, import_change.owns) AS changed (key, own)
  WHERE import.agency_id = :agency
    AND import.import_id > :import
    AND import.source = :'source'
    AND import.reverted_at IS NULL
  GROUP BY
    CASE WHEN changed.own = '' THEN changed.key ELSE changed.own END
),
judged AS MATERIALIZED (
  SELECT
    changed.key,
    changed.before,
    {identity of stored},
    stored.agency_id IS NOT NULL OR merged.merge_id IS NOT NULL AS is_stored,
    CASE
      WHEN stored.agency_id IS NULL AND merged.merge_id IS NOT NULL THEN 'stays: it was merged into another row of the same person'
      WHEN stored.agency_id IS NULL AND later.import_id IS NOT NULL THEN format('is gone: import %s took it out', later.import_id)
      WHEN stored.agency_id IS NULL AND :'target' IN ('stages', 'attendees')
        AND EXISTS (
          SELECT
          FROM person_merged
          WHERE person_merged.agency_id = :agency
        ) THEN 'is gone, or is that of another row since two rows of one person were merged'
      WHEN stored.agency_id IS NULL THEN 'is gone: it was taken out since'
      WHEN later.import_id IS NOT NULL THEN format('stays: import %s changed it since', later.import_id)
      WHEN hash_record_extended(ROW({digest of stored}), 0) <> changed.after THEN 'stays: somebody changed it since'
/* include: blocked? */
    END AS reason
  FROM every AS changed
/* include: found */
  CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, changed.before) AS past
  LEFT JOIN person_merged AS merged
    ON merged.agency_id = :agency
    AND merged.kind || 's' = :'target'
    AND merged.source = :'source'
    AND merged.external_id = changed.key
  LEFT JOIN later ON later.key = CASE WHEN changed.own = '' THEN changed.key ELSE changed.own END
  WHERE changed.change = :'change'
),
told AS (
  INSERT INTO import_out (agency_id, import_id, target, key, named, reason)
  SELECT
    :agency::integer,
    :import::bigint,
    :'target'::text,
    judged.key,
    judged.is_stored,
    judged.reason
  FROM judged
  WHERE judged.reason IS NOT NULL
)
