-- statement: answer_undone
-- summary: Says of an answer, or of the one that came with a touch, that it was taken back, when and by whom.
-- optional: answer, touch
UPDATE follow_up_answer
SET undone_at = :'as_of'::timestamptz,
  undone_by = :'by'
WHERE follow_up_answer.agency_id = :agency
  AND follow_up_answer.undone_at IS NULL
  AND (follow_up_answer.answer_id = :answer::bigint OR follow_up_answer.touch_id = :touch::bigint)
