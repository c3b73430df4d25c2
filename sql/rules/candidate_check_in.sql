-- rule: candidate_check_in
-- summary: Speak with every active candidate at least once a week.
-- why: A candidate who hears nothing takes the next call from somebody else.
-- source: Why Following Up After an Interview is Crucial (Staffing Resources)
-- asks: of every active candidate, always one
-- needs: contactable, active
-- anchor: the last touch between recruiters and the candidate, or the search's start if later
-- due: anchor_at + candidate_check_in_days days, rolled
-- done: nothing: the next touch moves it on
-- counts: nothing
-- skip: once -- a skip holds until the next touch
-- actor: recruiter
-- party: candidate
-- channel: call
-- purpose: status_update
-- minutes: 10
-- template: candidate_check_in
-- action: Call {party} and ask how the search goes
-- param: start_time = 09:00 -- the agency's local time on the day the search starts
-- param: opens_days = 1 -- days before it is due
SELECT
  candidate.agency_id,
  candidate.candidate_id,
  NULL::bigint AS application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  NULL::bigint AS reference_id,
  '' AS occurrence,
  'candidate' AS party_kind,
  candidate.candidate_id AS party_id,
  candidate.recruiter_id,
  asked.asked_from AS anchor_at,
  asked.asked_from,
  candidate.active_until AS asked_until,
  'the candidate is no longer active' AS until_reason,
  plus_days(due.due_at, - :opens_days::integer, practice) AS opens_at,
  due.due_at,
  NULL::timestamptz AS expires_at,
  NULL::timestamptz AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
LEFT JOIN candidate_spoken_with AS spoken USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  SELECT greatest(spoken.happened_at, at_local(candidate.search_started_on, :'start_time'::time, practice)) AS asked_from
) AS asked
CROSS JOIN LATERAL (
  SELECT rolled(plus_days(asked.asked_from, practice.candidate_check_in_days, practice), practice) AS due_at
) AS due
