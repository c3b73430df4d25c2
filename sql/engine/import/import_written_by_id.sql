-- fragment: import_written_by_id
-- summary: Rows that are new or changed, known by their id in the source.
written AS (
  INSERT INTO {table} (agency_id, source, external_id, {columns})
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    {columns of verdicts}
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  -- Of two rows that are one person, the first of the file has the lower id, whatever the plan.
  ORDER BY verdicts.position
  ON CONFLICT ON CONSTRAINT {table}_external_id_is_unique DO UPDATE
  SET ({columns}) = ROW({columns of excluded})
  RETURNING {table}.*
),
