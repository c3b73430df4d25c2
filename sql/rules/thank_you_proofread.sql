-- rule: thank_you_proofread
-- summary: Read the candidate's thank-you before it goes out.
-- why: A typo in a thank-you is remembered longer than the interview.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- asks: for each held interview
-- anchor: the interview's end
-- due: anchor_at + due_hours h
-- done: a proofread touch from a recruiter to the candidate since the interview's end
-- actor: recruiter
-- party: candidate
-- channel: email
-- purpose: proofread
-- minutes: 10
-- template: thank_you_proofread
-- action: Proofread the thank-you of {party} for the interview on {interview}
-- param: due_hours = 20 -- hours after the interview's end
-- param: expires_hours = 24 -- hours after the interview's end
SELECT
  interview.agency_id,
  interview.candidate_id,
  interview.application_id,
  interview.interview_id,
  NULL::bigint AS contact_id,
  NULL::bigint AS reference_id,
  '' AS occurrence,
  'candidate' AS party_kind,
  interview.candidate_id AS party_id,
  candidate.recruiter_id,
  interview.ends_at AS anchor_at,
  interview.ends_at AS asked_from,
  application.withdrawn_at AS asked_until,
  'the application was withdrawn' AS until_reason,
  interview.ends_at AS opens_at,
  plus_hours(interview.ends_at, :due_hours) AS due_at,
  plus_hours(interview.ends_at, :expires_hours) AS expires_at,
  proofread.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN held_interview AS interview USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id, application_id)
LEFT JOIN (
  SELECT
    touch.agency_id,
    touch.candidate_id,
    touch.about_interview_id AS interview_id,
    min(touch.happened_at) AS happened_at
  FROM interview_touch AS touch
  JOIN held_interview AS about
    ON about.agency_id = touch.agency_id
    AND about.candidate_id = touch.candidate_id
    AND about.interview_id = touch.about_interview_id
  WHERE touch.purpose = 'proofread'
    AND touch.actor_kind = 'recruiter'
    AND touch.party_kind = 'candidate'
    AND touch.party_id = touch.candidate_id
    AND touch.happened_at >= about.ends_at
  GROUP BY touch.agency_id, touch.candidate_id, touch.about_interview_id
) AS proofread USING (agency_id, candidate_id, interview_id)
