-- word: touch_about
-- summary: Touches with the candidate, application and interview that they name or are about: a thank_you or proofread that names no interview is about the latest held one that ended by then (for a thank-you, which that contact attended; of the application it names, if any).
SELECT
  touch.*,
  coalesce(touch.candidate_id, anybodys.candidate_id) AS about_candidate_id,
  coalesce(touch.application_id, meant.application_id, anybodys.application_id) AS about_application_id,
  coalesce(touch.interview_id, meant.interview_id, anybodys.interview_id) AS about_interview_id
FROM touch
LEFT JOIN LATERAL (
  SELECT
    interview.application_id,
    interview.interview_id
  FROM held_interview AS interview
  WHERE touch.interview_id IS NULL
    AND touch.purpose IN ('thank_you', 'proofread')
    AND interview.agency_id = touch.agency_id
    AND interview.candidate_id = touch.candidate_id
    AND interview.ends_at <= touch.happened_at
    AND (touch.application_id IS NULL OR interview.application_id = touch.application_id)
    AND (
      touch.purpose = 'proofread'
      OR EXISTS (
        SELECT
        FROM attendee
        WHERE attendee.agency_id = interview.agency_id
          AND attendee.candidate_id = interview.candidate_id
          AND attendee.interview_id = interview.interview_id
          AND touch.party_kind = 'contact'
          AND attendee.contact_id = touch.party_id
      )
    )
  ORDER BY interview.ends_at DESC, interview.external_id
  LIMIT 1
) AS meant ON true
LEFT JOIN LATERAL (
  -- A thank-you in which no candidate takes part, such as a recruiter's, is about whomever that contact met last.
  SELECT
    interview.candidate_id,
    interview.application_id,
    interview.interview_id
  FROM attendee
  JOIN held_interview AS interview USING (agency_id, candidate_id, interview_id)
  WHERE touch.candidate_id IS NULL
    AND touch.purpose = 'thank_you'
    AND touch.party_kind = 'contact'
    AND attendee.agency_id = touch.agency_id
    AND attendee.contact_id = touch.party_id
    AND interview.ends_at <= touch.happened_at
  ORDER BY interview.ends_at DESC, interview.external_id
  LIMIT 1
) AS anybodys ON true
