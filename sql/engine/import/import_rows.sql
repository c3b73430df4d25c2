-- fragment: import_rows
-- summary: The rows of one canonical file from staging, and each row that they refer to, under the name of the column that does.
(
  SELECT
    staging.position,
    staging.file,
    staging.line,
    staging.key,
    staging.deleted,
    staging.repeated,
    staging.record,
    -- Cells of a row that reading has refused may not be what their columns hold: nobody reads them.
    CASE WHEN staging.fault_reason IS NULL THEN staging.record ELSE '{}' END AS cells,
/* include: ids? */
    CASE
      WHEN staging.fault_reason IS NOT NULL
        THEN ARRAY[staging.fault_column, staging.fault_value, staging.fault_reason]
    END AS fault
  FROM import_row AS staging
  WHERE staging.agency_id = :agency
    AND staging.import_id = :import
    AND staging.target = :'target'
    AND staging.skip IS NULL
  -- Ids are columns behind this fence; row-level security keeps an expression such as ->> out of index conditions.
  OFFSET 0
) AS row
JOIN agency
  ON agency.agency_id = :agency
/* include: references? */
