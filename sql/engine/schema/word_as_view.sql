-- fragment: word_as_view
-- summary: A word of the practice as a view. NAME, SELECT and MEANING stand for its own.
CREATE VIEW NAME
WITH (security_invoker = true) AS
SELECT;
COMMENT ON VIEW NAME IS 'MEANING';
