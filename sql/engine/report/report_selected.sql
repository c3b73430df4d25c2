-- fragment: report_selected
-- summary: Some rows and columns of a report, in its own order or in another.
SELECT {columns}
FROM (
/* include: report */
) AS report
WHERE true
/* include: conditions? */
/* include: order? */
LIMIT :limit::bigint
