-- guardrail: reference_contacted_interviewer
-- summary: A reference who contacts somebody at the client without being asked.
-- why: References answer the employer's call; a reference who calls first seems to have been told to.
-- avoid: Do not let the reference call the client first: references wait until the client asks.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- rules: reference_guidance, reference_heads_up
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.about_application_id AS application_id,
  touch.about_interview_id AS interview_id,
  touch.actor_kind AS party_kind,
  touch.actor_id AS party_id,
  touch.happened_at AS at,
  touch.touch_id,
  format('%s by a reference to the client', touch.channel) AS detail
FROM scope
JOIN LATERAL (
  -- OFFSET 0: candidate by candidate, however many the planner expects.
  SELECT touch_about.*
  FROM touch_about
  WHERE touch_about.agency_id = scope.agency_id
    AND touch_about.candidate_id = scope.candidate_id
    AND touch_about.actor_kind = 'reference'
    AND touch_about.party_kind = 'contact'
    AND touch_about.purpose <> 'reminder'
  OFFSET 0
) AS touch ON true
