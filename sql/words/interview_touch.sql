-- word: interview_touch
-- summary: thank_you and proofread touches of a candidate, with the interview they are about: the one they name, else the latest held one that ended by then (for a thank-you, which that contact attended; of the application it names, if any).
SELECT
  touch.*,
  touch.candidate_id AS about_candidate_id,
  coalesce(touch.application_id, meant.application_id) AS about_application_id,
  coalesce(touch.interview_id, meant.interview_id) AS about_interview_id
FROM touch
LEFT JOIN (
  SELECT DISTINCT ON (unnamed.agency_id, unnamed.candidate_id, unnamed.touch_id)
    unnamed.agency_id,
    unnamed.candidate_id,
    unnamed.touch_id,
    interview.application_id,
    interview.interview_id
  FROM touch AS unnamed
  JOIN held_interview AS interview
    ON interview.agency_id = unnamed.agency_id
    AND interview.candidate_id = unnamed.candidate_id
    AND interview.ends_at <= unnamed.happened_at
  LEFT JOIN attendee
    ON attendee.agency_id = interview.agency_id
    AND attendee.candidate_id = interview.candidate_id
    AND attendee.interview_id = interview.interview_id
    AND attendee.contact_id = unnamed.party_id
  WHERE unnamed.interview_id IS NULL
    AND unnamed.purpose IN ('thank_you', 'proofread')
    AND (unnamed.application_id IS NULL OR interview.application_id = unnamed.application_id)
    AND (unnamed.purpose = 'proofread' OR (unnamed.party_kind = 'contact' AND attendee.contact_id IS NOT NULL))
  ORDER BY
    unnamed.agency_id,
    unnamed.candidate_id,
    unnamed.touch_id,
    interview.ends_at DESC,
    interview.external_id
) AS meant USING (agency_id, candidate_id, touch_id)
WHERE touch.purpose IN ('thank_you', 'proofread')
  AND touch.candidate_id IS NOT NULL
