-- script: nudge_analyze
-- summary: After a great many nudges, so that what reads them next, another sender or the next run, is not planned for empty tables.
SELECT gather_statistics('{message,nudge}')
