-- statement: merge_gone
-- summary: Takes out the row that was merged into another one, once nothing refers to it any more.
-- No condition is false for all rows alike: Citus sends such a DELETE to no shard, and fails.
WITH candidates AS (
  DELETE FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id = ANY (CASE WHEN :'kind'::text = 'candidate' THEN ARRAY[:merged::bigint] ELSE '{}' END)
  RETURNING candidate.candidate_id
),
queued AS (
  DELETE FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id = ANY (CASE WHEN :'kind'::text = 'candidate' THEN ARRAY[:merged::bigint] ELSE '{}' END)
),
contacts AS (
  DELETE FROM contact
  WHERE contact.agency_id = :agency
    AND contact.contact_id = ANY (CASE WHEN :'kind'::text = 'contact' THEN ARRAY[:merged::bigint] ELSE '{}' END)
  RETURNING contact.contact_id
),
reference_contacts AS (
  DELETE FROM reference_contact
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.reference_id = ANY (CASE WHEN :'kind'::text = 'reference' THEN ARRAY[:merged::bigint] ELSE '{}' END)
  RETURNING reference_contact.reference_id
)
SELECT
  (SELECT count(*) FROM candidates)
  + (SELECT count(*) FROM contacts)
  + (SELECT count(*) FROM reference_contacts) AS rows
