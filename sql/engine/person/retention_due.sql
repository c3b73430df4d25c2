-- statement: retention_due
-- summary: The next people to be anonymised: nothing blocks it.
SELECT
  due.kind,
  due.row_id,
  due.person
FROM people_due(:agency, :'as_of'::timestamptz) AS due
WHERE due.blocked_by IS NULL
ORDER BY
  due.person,
  due.kind,
  due.row_id
LIMIT :limit::bigint
