-- script: import_analyze_staging
-- summary: Statistics of what was staged: without them a large import is planned as a small one.
SELECT gather_statistics('{import_row}')
