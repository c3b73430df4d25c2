-- statement: import_taken_back
-- summary: What became of each row that an import had changed, now that the import is taken back.
-- nullable: reason
WITH changes AS (
  SELECT
    import_change.target,
    changed.key,
    CASE
      WHEN import_change.afters IS NULL THEN 'deleted'
      WHEN import_change.before IS NULL THEN 'added'
      ELSE 'changed'
    END AS change
  FROM import_change
  CROSS JOIN LATERAL unnest(import_change.keys) AS changed (key)
  WHERE import_change.agency_id = :agency
    AND import_change.import_id = :import
  UNION ALL
  SELECT
    'policy',
    concat_ws(chr(31), policy_change.key, policy_change.client),
    CASE
      WHEN policy_change.value_before IS NULL THEN 'added'
      WHEN policy_change.value IS NULL THEN 'deleted'
      ELSE 'changed'
    END
  FROM policy_change
  WHERE policy_change.agency_id = :agency
    AND policy_change.changed_by = :'import_by'
)
SELECT
  changes.target,
  replace(changes.key, chr(31), ' ') AS id,
  changes.change,
  CASE
    WHEN NOT told.named THEN 'gone'
    WHEN told.named THEN 'kept'
    WHEN changes.change = 'added' THEN 'removed'
    ELSE 'put back'
  END AS outcome,
  told.reason
FROM changes
LEFT JOIN import_out AS told
  ON told.agency_id = :agency
  AND told.import_id = :import
  AND told.target = changes.target
  AND told.key = changes.key
ORDER BY
  array_position(:'targets'::text[], changes.target),
  changes.change,
  changes.key
