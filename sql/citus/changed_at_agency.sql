-- statement: changed_at_agency
-- summary: A statement about an agency that returns no rows, run where its rows are: how many rows it changed.
SELECT answer.changed
FROM changed_at_agency(:agency, :'statement') AS answer (changed)
