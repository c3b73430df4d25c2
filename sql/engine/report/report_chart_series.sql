-- fragment: report_chart_series
-- summary: One measure of a picture: its sum for each category, and for each value of another column where the picture is split by it.
SELECT
  :measure::integer AS measure,
  min(report.place_in_report) AS place,
  coalesce(report.{category}::text, '') AS category,
  coalesce(:label::text, report.{series}::text, '') AS series,
  sum({value})::float8 AS value
FROM report
GROUP BY
  report.{category},
  coalesce(:label::text, report.{series}::text, '')
