-- fragment: import_written_by_key
-- summary: Rows that are new or changed, and those that go, known by the columns of their key.
written AS (
  INSERT INTO {table} (agency_id, {key}, {columns})
  SELECT
    :agency::integer,
    {key of verdicts},
    {columns of verdicts}
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT {table}_pkey DO UPDATE
  SET ({columns}) = ROW({columns of excluded})
),
removed AS (
  DELETE FROM {table}
  USING verdicts
  WHERE verdicts.verdict = 'deleted'
    AND {table}.agency_id = :agency
    AND ({key of table}) = ({key of verdicts})
),
