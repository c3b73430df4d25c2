-- word: thanked_interviewer
-- summary: When a candidate first thanked a contact for a held interview since its end, by each channel.
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.about_interview_id AS interview_id,
  touch.party_id AS contact_id,
  touch.channel,
  min(touch.happened_at) AS happened_at
FROM interview_touch AS touch
JOIN held_interview AS about
  ON about.agency_id = touch.agency_id
  AND about.candidate_id = touch.candidate_id
  AND about.interview_id = touch.about_interview_id
WHERE touch.purpose = 'thank_you'
  AND touch.actor_kind = 'candidate'
  AND touch.actor_id = touch.candidate_id
  AND touch.party_kind = 'contact'
  AND touch.happened_at >= about.ends_at
GROUP BY
  touch.agency_id,
  touch.candidate_id,
  touch.about_interview_id,
  touch.party_id,
  touch.channel
