-- fragment: report_period
-- summary: Only the rows whose moment lies on these days of the agency's zone, both of them included.
-- joined: in sequence
  AND report.{column} >= coalesce(:from::date::timestamp AT TIME ZONE :'zone', '-infinity')
  AND report.{column} < coalesce((:to::date + 1)::timestamp AT TIME ZONE :'zone', 'infinity')
