-- fragment: import_preview_id
-- summary: A cell that refers to a row, before and after, as the id that the row has in its source.
SELECT
  :cell::integer AS cell,
  :'column'::text AS column_name,
  max(referred.external_id) FILTER (WHERE said.is_before) AS before,
  max(referred.external_id) FILTER (WHERE NOT said.is_before) AS after
FROM (
  VALUES
    (true, shown.before),
    (false, shown.after)
) AS said (is_before, row)
JOIN {table} AS referred
  ON referred.agency_id = :agency
  AND referred.{referred id} = (said.row ->> :'stored'::text)::bigint
WHERE :'kind'::text IS NULL
  OR said.row ->> :'kind_column'::text = :'kind'
