-- script: plan_analyze
-- summary: After much was planned, so that worklists and reports are not read with the statistics of an empty table.
SELECT gather_statistics('{follow_up}')
