-- statement: import_takes_out
-- summary: Whether any row is to be taken out: then what refers to it is looked for in every table.
SELECT EXISTS (
  SELECT
  FROM import_row
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.deleted
) AS takes_out
