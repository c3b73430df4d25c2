-- fragment: report_period_of_dates
-- summary: Only the rows whose date is one of these days, both of them included.
-- joined: in sequence
  AND report.{column} BETWEEN coalesce(:from::date, '-infinity') AND coalesce(:to::date, 'infinity')
