-- rule: reference_list
-- summary: Have the candidate name enough references before anybody asks for them.
-- why: References looked for in a hurry are the wrong ones.
-- source: Follow up with your job references
-- asks: once for each search of a candidate
-- needs: contactable, search
-- anchor: the search's first day at start_time
-- due: anchor_at + due_bd bd
-- done: the moment from which enough active references consent
-- counts: nothing
-- actor: recruiter
-- party: candidate
-- channel: call
-- purpose: other
-- minutes: 15
-- template: reference_list
-- action: Agree with {party} on who should be their references
-- param: start_time = 09:00 -- the agency's local time on the day the search starts
-- param: due_bd = 5 -- business days after it opens
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
  complete.happened_at AS done_at,
  'wanted: ' || practice.references_wanted || ' active references who consent' AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  SELECT at_local(candidate.search_started_on, :'start_time'::time, practice) AS started_at
) AS search
LEFT JOIN (
  -- There can only be enough from the start on, or from a moment at which one more became active.
  SELECT
    enough.agency_id,
    enough.candidate_id,
    min(enough.happened_at) AS happened_at
  FROM (
    SELECT
      turn.agency_id,
      turn.candidate_id,
      turn.happened_at
    FROM (
      SELECT
        searching.agency_id,
        searching.candidate_id,
        at_local(searching.search_started_on, :'start_time'::time, practice) AS happened_at
      FROM candidate AS searching
      JOIN practice USING (agency_id)
      WHERE searching.search_started_on IS NOT NULL
      UNION
      SELECT
        searching.agency_id,
        searching.candidate_id,
        one_more.active_from
      FROM candidate AS searching
      JOIN practice USING (agency_id)
      JOIN consenting_reference AS one_more USING (agency_id, candidate_id)
      WHERE one_more.active_from > at_local(searching.search_started_on, :'start_time'::time, practice)
    ) AS turn
    JOIN practice USING (agency_id)
    LEFT JOIN consenting_reference AS reference
      ON reference.agency_id = turn.agency_id
      AND reference.candidate_id = turn.candidate_id
      AND reference.active_from <= turn.happened_at
      AND reference.active_until > turn.happened_at
    GROUP BY turn.agency_id, turn.candidate_id, turn.happened_at, practice.references_wanted
    HAVING count(reference.reference_id) >= practice.references_wanted
  ) AS enough
  GROUP BY enough.agency_id, enough.candidate_id
) AS complete USING (agency_id, candidate_id)
WHERE candidate.search_started_on IS NOT NULL
