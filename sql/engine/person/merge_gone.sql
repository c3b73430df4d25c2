-- statement: merge_gone
-- summary: Takes out the row that was merged into another one, once nothing refers to it any more.
WITH candidates AS (
  DELETE FROM candidate
  WHERE :'kind'::text = 'candidate'
    AND candidate.agency_id = :agency
    AND candidate.candidate_id = :merged::bigint
  RETURNING candidate.candidate_id
),
queued AS (
  DELETE FROM plan_queue
  WHERE :'kind'::text = 'candidate'
    AND plan_queue.agency_id = :agency
    AND plan_queue.candidate_id = :merged::bigint
),
contacts AS (
  DELETE FROM contact
  WHERE :'kind'::text = 'contact'
    AND contact.agency_id = :agency
    AND contact.contact_id = :merged::bigint
  RETURNING contact.contact_id
),
reference_contacts AS (
  DELETE FROM reference_contact
  WHERE :'kind'::text = 'reference'
    AND reference_contact.agency_id = :agency
    AND reference_contact.reference_id = :merged::bigint
  RETURNING reference_contact.reference_id
)
SELECT
  (SELECT count(*) FROM candidates)
  + (SELECT count(*) FROM contacts)
  + (SELECT count(*) FROM reference_contacts) AS rows
