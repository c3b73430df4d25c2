-- guardrail: unproofed_thank_you
-- summary: A thank-you email that nobody proofread since the interview it is about.
-- why: A typo in a thank-you is remembered longer than the interview.
-- avoid: Do not send the thank-you before somebody has proofread it.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- rules: thank_you_email, thank_you_proofread
SELECT
  touch.agency_id,
  touch.about_candidate_id AS candidate_id,
  touch.about_application_id AS application_id,
  touch.about_interview_id AS interview_id,
  touch.party_kind,
  touch.party_id,
  touch.happened_at AS at,
  touch.touch_id,
  'sent without a proofread since the interview' AS detail
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
WHERE NOT EXISTS (
  SELECT
  FROM interview_touch AS proofread
  WHERE proofread.agency_id = interview.agency_id
    AND proofread.candidate_id = interview.candidate_id
    AND proofread.about_interview_id = interview.interview_id
    AND proofread.purpose = 'proofread'
    AND proofread.happened_at >= interview.ends_at
    AND proofread.happened_at < touch.happened_at
  -- Candidate by candidate, never among all.
  OFFSET 0
)
