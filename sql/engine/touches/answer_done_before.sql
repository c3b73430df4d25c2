-- statement: answer_done_before
-- summary: Whether somebody has said already that a follow-up is done that was due on that day: by any way, and not taken back since.
-- The day is that of a list's zone, which may lie up to 14 hours from UTC.
SELECT follow_up_answer.answer_id
FROM follow_up_answer
WHERE follow_up_answer.agency_id = :agency
  AND follow_up_answer.follow_up_id = :id
  AND follow_up_answer.outcome ~* '^done'
  AND follow_up_answer.took_effect
  AND follow_up_answer.undone_at IS NULL
  AND follow_up_answer.due_at BETWEEN (:'day'::date::timestamp AT TIME ZONE 'UTC') - interval '14 hours'
    AND (:'day'::date::timestamp AT TIME ZONE 'UTC') + interval '38 hours'
LIMIT 1
