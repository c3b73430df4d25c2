-- fragment: report_chart
-- summary: What the picture of a report shows: sums by category and series, in the order in which these first appear.
WITH report AS MATERIALIZED (
  SELECT
    row_number() OVER () AS place,
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
