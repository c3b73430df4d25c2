-- fragment: import_row
-- summary: What every row of staging is known by, and what is wrong with it by itself.
row.position,
row.file,
row.line,
row.key,
row.deleted,
row.repeated,
row.record,
row.fault,
agency.time_zone AS agency_zone,
