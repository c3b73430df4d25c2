-- statement: answer_last
-- summary: The last answer about a follow-up that changed something, to be taken back. A skip or snooze of a time when answers were not kept counts too.
-- nullable: answer_id, outcome, touch_id, snoozed_before
SELECT
  answer.answer_id,
  coalesce(
    answer.outcome,
    CASE
      WHEN follow_up.skipped_at IS NOT NULL THEN 'skip'
      WHEN follow_up.snoozed_until > :'as_of'::timestamptz THEN 'snooze'
    END
  ) AS outcome,
  answer.touch_id,
  answer.snoozed_before
FROM follow_up
LEFT JOIN LATERAL (
  SELECT
    follow_up_answer.answer_id,
    follow_up_answer.outcome,
    follow_up_answer.touch_id,
    follow_up_answer.snoozed_before
  FROM follow_up_answer
  WHERE follow_up_answer.agency_id = :agency
    AND follow_up_answer.candidate_id = follow_up.candidate_id
    AND follow_up_answer.follow_up_id = follow_up.follow_up_id
    AND follow_up_answer.took_effect
    AND follow_up_answer.undone_at IS NULL
  ORDER BY follow_up_answer.answer_id DESC
  LIMIT 1
) AS answer ON true
WHERE follow_up.agency_id = :agency
  AND follow_up.follow_up_id = :id
