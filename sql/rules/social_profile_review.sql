-- rule: social_profile_review
-- summary: Go through the candidate's public profiles with them when the search starts.
-- why: Employers look before they call; what they find should agree with the CV.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- asks: once for each search of a candidate
-- anchor: the search's first day at start_time
-- due: anchor_at + due_bd bd
-- done: a profile_review touch from a recruiter to the candidate since the search's first day
-- actor: recruiter
-- party: candidate
-- channel: call
-- purpose: profile_review
-- minutes: 15
-- template: social_profile_review
-- action: Go through the public profiles of {party} with them
-- param: start_time = 09:00 -- the agency's local time on the day the search starts
-- param: due_bd = 2 -- business days after it opens
SELECT
  candidate.agency_id,
  candidate.candidate_id,
  NULL::bigint AS application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  NULL::bigint AS reference_id,
  to_char(candidate.search_started_on, 'YYYY-MM-DD') AS occurrence,
  'candidate' AS party_kind,
  candidate.candidate_id AS party_id,
  candidate.recruiter_id,
  search.started_at AS anchor_at,
  search.started_at AS asked_from,
  candidate.active_until AS asked_until,
  'the candidate is no longer active' AS until_reason,
  search.started_at AS opens_at,
  plus_business_days(search.started_at, :due_bd, practice) AS due_at,
  NULL::timestamptz AS expires_at,
  reviewed.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  SELECT at_local(candidate.search_started_on, :'start_time'::time, practice) AS started_at
) AS search
LEFT JOIN (
  SELECT
    searching.agency_id,
    searching.candidate_id,
    min(touch.happened_at) AS happened_at
  FROM candidate AS searching
  JOIN practice USING (agency_id)
  JOIN touch
    ON touch.agency_id = searching.agency_id
    AND touch.party_id = searching.candidate_id
  WHERE touch.party_kind = 'candidate'
    AND touch.actor_kind = 'recruiter'
    AND touch.purpose = 'profile_review'
    AND touch.happened_at >= at_local(searching.search_started_on, '00:00', practice)
  GROUP BY searching.agency_id, searching.candidate_id
) AS reviewed USING (agency_id, candidate_id)
WHERE candidate.search_started_on IS NOT NULL
