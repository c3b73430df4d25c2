-- script: rule_as_view
-- summary: A rule as a view, so that the server says what it reads; in a transaction that is rolled back.
CREATE TEMPORARY VIEW rule_as_view AS
/* include: rule */
