-- statement: import_merged_attendees
-- summary: Where rows of two contacts who are one person stand beside an interview, one row says it, that of an interviewer before others; the rest count as repeated.
WITH attending AS MATERIALIZED (
  SELECT
    import_row.position,
    import_row.record ->> 'interview' AS interview,
    coalesce(import_row.record ->> 'contact+source', :'source') AS source,
    coalesce(import_row.record ->> 'contact+id', import_row.record ->> 'contact') AS contact,
    import_row.record ? 'contact+id' AS is_merged,
    import_row.record ->> 'role' = 'interviewer' AS leads
  FROM import_row
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.target = 'attendees'
    AND import_row.skip IS NULL
    AND import_row.fault_reason IS NULL
)
UPDATE import_row
SET repeated = true
FROM (
  SELECT
    attending.position,
    row_number() OVER (
      PARTITION BY attending.interview, attending.source, attending.contact
      ORDER BY
        attending.leads DESC NULLS LAST,
        attending.is_merged,
        attending.position
    ) AS number
  FROM attending
) AS placed
WHERE import_row.agency_id = :agency
  AND import_row.import_id = :import
  AND import_row.position = placed.position
  AND placed.number > 1
