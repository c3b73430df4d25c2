-- guardrail: reference_contacted_interviewer
-- summary: A reference who contacts somebody at the client unasked for.
-- why: References answer the employer's call; a reference who calls first looks sent.
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
JOIN touch_about AS touch USING (agency_id, candidate_id)
WHERE touch.actor_kind = 'reference'
  AND touch.party_kind = 'contact'
