-- statement: retention_list
-- summary: Who would be anonymised, and who is kept longer than the policy says: what blocks it, and until when.
-- nullable: last_fact_at, due_since, blocked_by, blocked_until
SELECT
  due.kind,
  due.external_id AS id,
  due.last_fact_at,
  due.due_at AS due_since,
  due.blocked_by,
  due.blocked_until
FROM people_due(:agency, :'as_of'::timestamptz) AS due
ORDER BY
  due.blocked_by IS NOT NULL,
  due.last_fact_at,
  due.kind,
  due.external_id
