-- fragment: report_value
-- summary: A value as a column holds it; an error of the server where the column cannot hold it.
SELECT CAST(:value AS {type})
