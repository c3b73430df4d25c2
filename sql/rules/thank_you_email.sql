-- rule: thank_you_email
-- summary: Thank each interviewer by email within 24 hours of the interview.
-- why: The deadline is hard: a thank-you after 24 hours looks like an afterthought, and none at all like a lack of interest.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- source: Why Following Up After an Interview is Crucial (Staffing Resources)
-- asks: for each interviewer of a held interview
-- anchor: the interview's end
-- due: anchor_at + due_hours h
-- done: an email thank_you from the candidate to the interviewer since the interview's end
-- counts: channel email
-- actor: candidate
-- party: contact
-- channel: email
-- purpose: thank_you
-- late: counts
-- deadline: hard
-- quiet: 22:00-07:00
-- nudge: due - 6 h: candidate
-- nudge: due - 2 h: candidate, recruiter
-- minutes: 5
-- template: thank_you_email
-- action: Thank {party} by email for the interview on {interview}
-- param: due_hours = 24 -- hours after the interview's end
-- param: expires_hours = 24 -- hours after the interview's end
SELECT
  interview.agency_id,
  interview.candidate_id,
  interview.application_id,
  interview.interview_id,
  interviewer.contact_id,
  NULL::bigint AS reference_id,
  '' AS occurrence,
  'contact' AS party_kind,
  interviewer.contact_id AS party_id,
  candidate.recruiter_id,
  interview.ends_at AS anchor_at,
  interview.ends_at AS asked_from,
  application.withdrawn_at AS asked_until,
  'the application was withdrawn' AS until_reason,
  interview.ends_at AS opens_at,
  plus_hours(interview.ends_at, :due_hours) AS due_at,
  plus_hours(interview.ends_at, :expires_hours) AS expires_at,
  thanked.happened_at AS done_at,
  CASE WHEN interviewer.email IS NULL THEN 'no email on file' END AS remark
FROM scope
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN held_interview AS interview USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id, application_id)
JOIN interviewer USING (agency_id, candidate_id, interview_id)
LEFT JOIN thanked_interviewer AS thanked
  ON thanked.agency_id = interview.agency_id
  AND thanked.candidate_id = interview.candidate_id
  AND thanked.interview_id = interview.interview_id
  AND thanked.contact_id = interviewer.contact_id
  AND thanked.channel = 'email'
