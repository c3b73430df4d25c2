-- rule: handwritten_note
-- summary: Send each interviewer a handwritten note on the next working day.
-- why: A note on paper is rare enough to be remembered.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- source: Why Following Up After an Interview is Crucial (Staffing Resources)
-- asks: for each interviewer of a held interview
-- anchor: the interview's end
-- due: anchor_at + due_bd bd, at due_time
-- done: a note thank_you from the candidate to the interviewer since the interview's end
-- counts: channel note
-- actor: candidate
-- party: contact
-- channel: note
-- purpose: thank_you
-- late: counts
-- minutes: 10
-- template: handwritten_note
-- action: Send {party} a handwritten note for the interview on {interview}
-- param: due_bd = 1 -- business days after the interview's date
-- param: due_time = 18:00 -- the agency's local time
-- param: expires_days = 7 -- days after it was due
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
  due.due_at,
  plus_days(due.due_at, :expires_days, practice) AS expires_at,
  thanked.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN held_interview AS interview USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id, application_id)
JOIN interviewer USING (agency_id, candidate_id, interview_id)
CROSS JOIN LATERAL (
  SELECT at_local(
    business_date(local_date(interview.ends_at, practice), :due_bd, practice),
    :'due_time'::time,
    practice
  ) AS due_at
) AS due
LEFT JOIN thanked_interviewer AS thanked
  ON thanked.agency_id = interview.agency_id
  AND thanked.candidate_id = interview.candidate_id
  AND thanked.interview_id = interview.interview_id
  AND thanked.contact_id = interviewer.contact_id
  AND thanked.channel = 'note'
