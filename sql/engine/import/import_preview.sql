-- statement: import_preview
-- summary: What an import that has not ended does: each cell that it adds or changes, what is rejected and what is skipped; :limit rows of each kind and file.
WITH stored AS (
/* include: rows */
),
policies AS (
  SELECT
    row_number() OVER (ORDER BY policy_change.change_id) AS place,
    policy_change.key,
    policy_change.client,
    policy_change.value_before,
    policy_change.value
  FROM policy_change
  WHERE policy_change.agency_id = :agency
    AND policy_change.changed_by = :'by'
),
rejects AS (
  SELECT
    row_number() OVER (
      PARTITION BY import_reject.target
      ORDER BY import_reject.reject_id
    ) AS place,
    import_reject.*
  FROM import_reject
  WHERE import_reject.agency_id = :agency
    AND import_reject.import_id = :import
),
skips AS (
  SELECT
    row_number() OVER (
      PARTITION BY import_skip.target
      ORDER BY import_skip.skip_id
    ) AS place,
    import_skip.*
  FROM import_skip
  WHERE import_skip.agency_id = :agency
    AND import_skip.import_id = :import
),
lines AS (
  SELECT
    stored.target,
    stored.change,
    stored.key,
    stored.column_name,
    stored.before,
    stored.after,
    NULL::text AS reason,
    stored.place,
    stored.cell
  FROM stored
  UNION ALL
  SELECT
    'policy',
    CASE
      WHEN policies.value_before IS NULL THEN 'added'
      WHEN policies.value IS NULL THEN 'deleted'
      ELSE 'changed'
    END,
    concat_ws(' ', policies.key, policies.client),
    'value',
    policies.value_before,
    policies.value,
    NULL,
    policies.place,
    1
  FROM policies
  UNION ALL
  SELECT
    rejects.target,
    'rejected',
    rejects.file || ':' || rejects.line::text,
    rejects.column_name,
    NULL,
    rejects.value,
    rejects.reason,
    rejects.place,
    1
  FROM rejects
  UNION ALL
  SELECT
    skips.target,
    'skipped',
    skips.file || ':' || skips.line::text,
    NULL,
    NULL,
    NULL,
    skips.reason,
    skips.place,
    1
  FROM skips
)
SELECT
  lines.target,
  lines.change,
  replace(lines.key, chr(31), ' ') AS id,
  lines.column_name AS "column",
  lines.before,
  lines.after,
  lines.reason
FROM lines
WHERE lines.place <= :limit::bigint
ORDER BY
  array_position(:'targets'::text[], lines.target),
  array_position('{added,changed,deleted,rejected,skipped}'::text[], lines.change),
  lines.place,
  lines.cell
