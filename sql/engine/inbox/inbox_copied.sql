-- statement: inbox_copied
-- summary: The follow-ups that a copy of a mail was taken for before its reader ended: nothing says yet that the mail was read.
SELECT
  follow_up.follow_up_id,
  follow_up.party_kind,
  follow_up.party_id
FROM touch
JOIN follow_up_answer AS answer
  ON answer.agency_id = touch.agency_id
  AND answer.candidate_id = touch.candidate_id
  AND answer.touch_id = touch.touch_id
JOIN follow_up
  ON follow_up.agency_id = answer.agency_id
  AND follow_up.candidate_id = answer.candidate_id
  AND follow_up.follow_up_id = answer.follow_up_id
WHERE touch.agency_id = :agency
  AND touch.source = 'followup'
  AND touch.external_id >= :'key' || ' '
  AND touch.external_id < :'key' || '!'
ORDER BY follow_up.follow_up_id
