-- fragment: report_empty
-- summary: Only the rows without a value in a column.
-- joined: in sequence
  AND report.{column} IS NULL
