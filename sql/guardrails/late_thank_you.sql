-- guardrail: late_thank_you
-- summary: A thank-you email more than 24 hours after the interview it is about.
-- why: The deadline is hard; after it, silence is better than a late form letter.
-- avoid: Do not send a thank-you email later than 24 hours after the interview.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- rules: thank_you_email
-- param: within_hours = 24 -- hours after the interview's end
SELECT
  touch.agency_id,
  touch.about_candidate_id AS candidate_id,
  touch.about_application_id AS application_id,
  touch.about_interview_id AS interview_id,
  touch.party_kind,
  touch.party_id,
  touch.happened_at AS at,
  touch.touch_id,
  format('sent %s after the interview ended', age_in_words(touch.happened_at - interview.ends_at)) AS detail
FROM scope
JOIN LATERAL (
  SELECT named.*
  FROM touch_about AS named
  WHERE named.agency_id = scope.agency_id
    AND named.candidate_id = scope.candidate_id
    AND named.purpose = 'thank_you'
    AND named.channel = 'email'
  UNION ALL
  -- Touches without a candidate are looked at where the scope holds "no candidate".
  SELECT unnamed.*
  FROM touch_about AS unnamed
  WHERE unnamed.agency_id = scope.agency_id
    AND unnamed.candidate_id IS NULL
    AND scope.candidate_id IS NULL
    AND unnamed.purpose = 'thank_you'
    AND unnamed.channel = 'email'
) AS touch ON true
JOIN valid_interview AS interview
  ON interview.agency_id = touch.agency_id
  AND interview.candidate_id = touch.about_candidate_id
  AND interview.interview_id = touch.about_interview_id
WHERE touch.happened_at > plus_hours(interview.ends_at, :within_hours)
