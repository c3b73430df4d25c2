-- guardrail: late_thank_you
-- summary: A thank-you email more than 24 hours after the interview it is about.
-- why: The deadline is hard; after it, silence is better than a late form letter.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- rules: thank_you_email
-- param: within_hours = 24 -- hours after the interview's end
SELECT
  touch.agency_id,
  touch.candidate_id,
  interview.application_id,
  interview.interview_id,
  touch.party_kind,
  touch.party_id,
  touch.happened_at AS at,
  touch.touch_id,
  format('sent %s after the interview ended', age_in_words(touch.happened_at - interview.ends_at)) AS detail
FROM scope
JOIN interview_touch AS touch USING (agency_id, candidate_id)
JOIN held_interview AS interview
  ON interview.agency_id = touch.agency_id
  AND interview.candidate_id = touch.candidate_id
  AND interview.interview_id = touch.about_interview_id
WHERE touch.purpose = 'thank_you'
  AND touch.channel = 'email'
  AND touch.happened_at > plus_hours(interview.ends_at, :within_hours)
