-- statement: import_repeats
-- summary: Rows of one import with the same key: a row that says the same again counts as unchanged, one that contradicts is refused.
UPDATE import_row AS later
SET repeated = later.record = earlier.record,
  fault_column = CASE
    WHEN later.record = earlier.record THEN NULL
    ELSE coalesce(
      CASE later.target
        WHEN 'absences' THEN 'from'
        WHEN 'stages' THEN 'application'
        WHEN 'attendees' THEN 'interview'
        WHEN 'holidays' THEN 'date'
        WHEN 'policy' THEN 'key'
      END,
      'id'
    )
  END,
  fault_value = CASE WHEN later.record <> earlier.record THEN replace(later.key, chr(31), ' ') END,
  fault_reason = CASE
    WHEN later.record <> earlier.record
      THEN 'contradicts line ' || earlier.line::text || ' of ' || earlier.file
        || ', which has the same key; keep one of the two rows'
  END
FROM (
  SELECT
    import_row.target,
    import_row.key,
    min(import_row.position) AS position
  FROM import_row
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.skip IS NULL
    AND import_row.fault_reason IS NULL
  GROUP BY
    import_row.target,
    import_row.key
  HAVING count(*) > 1
) AS several
JOIN import_row AS earlier
  ON earlier.agency_id = :agency
  AND earlier.import_id = :import
  AND earlier.target = several.target
  AND earlier.key = several.key
  AND earlier.position = several.position
WHERE later.agency_id = :agency
  AND later.import_id = :import
  AND later.target = several.target
  AND later.key = several.key
  AND later.position > several.position
  AND later.skip IS NULL
  AND later.fault_reason IS NULL
