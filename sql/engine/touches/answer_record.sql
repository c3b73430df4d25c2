-- statement: answer_record
-- summary: Keeps what somebody said of a follow-up, once where a key says what it is; no row: it was kept before.
-- optional: key, outcome, note, touch
INSERT INTO follow_up_answer (
  agency_id,
  candidate_id,
  follow_up_id,
  key,
  answered_at,
  answered_by,
  outcome,
  note,
  took_effect,
  touch_id,
  snoozed_before,
  due_at
)
SELECT
  follow_up.agency_id,
  follow_up.candidate_id,
  follow_up.follow_up_id,
  :'key',
  :'as_of'::timestamptz,
  :'by',
  :'outcome',
  :'note',
  :took_effect::boolean,
  :touch::bigint,
  follow_up.snoozed_until,
  follow_up.due_at
FROM follow_up
WHERE follow_up.agency_id = :agency
  AND follow_up.follow_up_id = :id
ON CONFLICT (agency_id, candidate_id, follow_up_id, key) DO NOTHING
RETURNING answer_id
