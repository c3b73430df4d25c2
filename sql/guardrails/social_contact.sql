-- guardrail: social_contact
-- summary: A candidate who contacts somebody at the client on social media.
-- why: A connection request after an interview puts the interviewer in a difficult position.
-- avoid: Do not contact the interviewer on social media.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- rules: thank_you_email, handwritten_note
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.about_application_id AS application_id,
  touch.about_interview_id AS interview_id,
  touch.party_kind,
  touch.party_id,
  touch.happened_at AS at,
  touch.touch_id,
  'contacted on social media' AS detail
FROM scope
JOIN touch_about AS touch USING (agency_id, candidate_id)
WHERE touch.channel = 'social'
  AND touch.purpose <> 'reminder'
  AND touch.actor_kind = 'candidate'
  AND touch.party_kind = 'contact'
