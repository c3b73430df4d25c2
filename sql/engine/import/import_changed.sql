-- fragment: import_changed
-- summary: What an import changed of one canonical file, a line for each row.
SELECT
  import_change.change_id,
  changed.key,
  changed.own,
  changed.after,
  import_change.before,
  CASE
    WHEN import_change.afters IS NULL THEN 'deleted'
    WHEN import_change.before IS NULL THEN 'added'
    ELSE 'changed'
  END AS change
FROM import_change
CROSS JOIN LATERAL unnest(import_change.keys, import_change.owns, import_change.afters) AS changed (key, own, after)
WHERE import_change.agency_id = :agency
  AND import_change.import_id = :import
  AND import_change.target = :'target'
