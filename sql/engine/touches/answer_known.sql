-- statement: answer_known
-- summary: Whether an answer was kept before under that key, and whether it was taken back since.
SELECT follow_up_answer.undone_at IS NOT NULL AS is_undone
FROM follow_up_answer
WHERE follow_up_answer.agency_id = :agency
  AND follow_up_answer.follow_up_id = :id
  AND follow_up_answer.key = :'key'
