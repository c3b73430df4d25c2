-- fragment: report_condition
-- summary: Only the rows with this value in a column.
-- joined: in sequence
  AND report.{column} = CAST(:value AS {type})
