-- guardrail: public_post
-- summary: A public post about an application that is not decided.
-- why: Employers read it, and so do competitors.
-- avoid: Do not post about an application that is not decided.
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
JOIN LATERAL (
  -- OFFSET 0, here and below: candidate by candidate, however many the planner expects.
  SELECT touch_about.*
  FROM touch_about
  WHERE touch_about.agency_id = scope.agency_id
    AND touch_about.candidate_id = scope.candidate_id
    AND touch_about.purpose = 'public_post'
  OFFSET 0
) AS touch ON true
JOIN LATERAL (
  SELECT application_terms.closed_at
  FROM application_terms
  WHERE application_terms.agency_id = touch.agency_id
    AND application_terms.candidate_id = touch.candidate_id
    AND application_terms.application_id = touch.application_id
  OFFSET 0
) AS application ON true
WHERE (application.closed_at IS NULL OR application.closed_at > touch.happened_at)
