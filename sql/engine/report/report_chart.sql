-- fragment: report_chart
-- summary: What the picture of a report shows: sums by category and series, in the order in which these first appear.
WITH report AS MATERIALIZED (
  SELECT
    -- A name that no report has for a column.
    row_number() OVER () AS place_in_report,
    report.*
  FROM (
/* include: report */
  ) AS report
)
SELECT
  shown.category,
  shown.series,
  shown.value
FROM (
/* include: series */
) AS shown
ORDER BY
  shown.measure,
  shown.place
