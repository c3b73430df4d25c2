-- statement: retention_counts
-- summary: How many people would be anonymised, and how many are kept longer than the policy says since something blocks it.
SELECT
  count(*) FILTER (WHERE due.blocked_by IS NULL AND due.kind = 'candidate') AS candidates,
  count(*) FILTER (WHERE due.blocked_by IS NULL AND due.kind = 'reference') AS reference_contacts,
  count(*) FILTER (WHERE due.blocked_by IS NOT NULL) AS blocked
FROM people_due(:agency, :'as_of'::timestamptz) AS due
