-- statement: example_follow_ups
-- summary: What a rule asks for in the agency of an example, in the order of the report follow_ups: by the ids of the source, in local times.
-- nullable: late, application, interview, occurrence, party_kind, party, until, expires, done, reason, remark
SELECT
  follow_up.state,
  CASE
    WHEN follow_up.state = 'done' AND follow_up.done_at > follow_up.due_at THEN 'yes'
    WHEN follow_up.state = 'done' THEN 'no'
  END AS late,
  candidate.external_id AS candidate,
  application.external_id AS application,
  interview.external_id AS interview,
  nullif(follow_up.occurrence, '') AS occurrence,
  follow_up.party_kind,
  coalesce(
    contact.external_id,
    reference_contact.external_id,
    CASE WHEN follow_up.party_kind = 'candidate' THEN candidate.external_id END
  ) AS party,
  recruiter.external_id AS recruiter,
  to_char(follow_up.anchor_at AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI:SS') AS anchor,
  to_char(follow_up.asked_from AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI:SS') AS from,
  to_char(follow_up.asked_until AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI:SS') AS until,
  to_char(follow_up.opens_at AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI:SS') AS opens,
  to_char(follow_up.due_at AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI:SS') AS due,
  to_char(follow_up.expires_at AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI:SS') AS expires,
  CASE
    WHEN follow_up.state = 'done'
      THEN to_char(follow_up.done_at AT TIME ZONE agency.time_zone, 'YYYY-MM-DD HH24:MI:SS')
  END AS done,
  follow_up.until_reason AS reason,
  follow_up.remark
FROM (
  SELECT
    planned.*,
    follow_up_state(
      :'as_of'::timestamptz,
      planned.asked_from,
      planned.asked_until,
      planned.expires_at,
      planned.done_at,
      NULL
    ) AS state
  FROM follow_up AS planned
  WHERE planned.agency_id = :agency
    AND NOT planned.withdrawn
) AS follow_up
JOIN agency USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
JOIN recruiter
  ON recruiter.agency_id = follow_up.agency_id
  AND recruiter.recruiter_id = follow_up.recruiter_id
LEFT JOIN application
  ON application.agency_id = follow_up.agency_id
  AND application.candidate_id = follow_up.candidate_id
  AND application.application_id = follow_up.application_id
LEFT JOIN interview
  ON interview.agency_id = follow_up.agency_id
  AND interview.candidate_id = follow_up.candidate_id
  AND interview.interview_id = follow_up.interview_id
LEFT JOIN contact
  ON follow_up.party_kind = 'contact'
  AND contact.agency_id = follow_up.agency_id
  AND contact.contact_id = follow_up.party_id
LEFT JOIN reference_contact
  ON follow_up.party_kind = 'reference'
  AND reference_contact.agency_id = follow_up.agency_id
  AND reference_contact.candidate_id = follow_up.candidate_id
  AND reference_contact.reference_id = follow_up.party_id
ORDER BY
  candidate.external_id COLLATE "C",
  coalesce(application.external_id, '') COLLATE "C",
  coalesce(interview.external_id, '') COLLATE "C",
  coalesce(contact.external_id, reference_contact.external_id, '') COLLATE "C",
  follow_up.occurrence COLLATE "C",
  follow_up.due_at
