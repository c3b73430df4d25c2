-- fragment: rows_at_agency
-- summary: A statement about an agency, run where its rows are; the program adds the columns of the statement's result.
SELECT answer.*
FROM at_agency(:agency, :'statement') AS answer
