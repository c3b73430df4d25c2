-- guardrail: public_post
-- summary: A public post about an application that is not decided.
-- why: Employers read along, and so does the competition.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- rules: announcement_hold, candidate_check_in
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.about_application_id AS application_id,
  touch.about_interview_id AS interview_id,
  touch.party_kind,
  touch.party_id,
  touch.happened_at AS at,
  touch.touch_id,
  'posted before the application was decided' AS detail
FROM scope
JOIN touch_about AS touch USING (agency_id, candidate_id)
JOIN application_terms AS application
  ON application.agency_id = touch.agency_id
  AND application.candidate_id = touch.candidate_id
  AND application.application_id = touch.application_id
WHERE touch.purpose = 'public_post'
  AND (application.closed_at IS NULL OR application.closed_at > touch.happened_at)
