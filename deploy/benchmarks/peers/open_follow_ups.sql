-- report: open_follow_ups
-- summary: What is open at as_of as the peers' lists have it, recruiter by recruiter in the lists' order.
SELECT
  recruiter.external_id AS recruiter,
  row_number() OVER (
    PARTITION BY follow_up.recruiter_id
    ORDER BY
      follow_up.due_at,
      follow_up.rule,
      follow_up.candidate_external_id,
      follow_up.application_id,
      follow_up.interview_id,
      follow_up.contact_id,
      follow_up.reference_id,
      follow_up.occurrence
  ) AS rank,
  CASE
    WHEN follow_up.due_at < :'as_of'::timestamptz THEN 'overdue'
    WHEN follow_up.opens_at <= :'as_of'::timestamptz THEN 'due'
    ELSE 'upcoming'
  END AS bucket,
  iso_local(follow_up.due_at, zone.name) AS due_at,
  follow_up.rule,
  follow_up.party_name AS party,
  follow_up.party_company,
  follow_up.party_email,
  follow_up.party_phone,
  follow_up.candidate_name AS candidate,
  follow_up.candidate_external_id AS candidate_id,
  follow_up.job_title AS job_order,
  follow_up.client_name AS client,
  iso_local(follow_up.opens_at, zone.name) AS opens_at,
  iso_local(follow_up.expires_at, zone.name) AS expires_at,
  follow_up.remark
FROM follow_up_facts AS follow_up
JOIN recruiter
  ON recruiter.agency_id = follow_up.agency_id
  AND recruiter.recruiter_id = follow_up.recruiter_id
JOIN practice ON practice.agency_id = follow_up.agency_id
CROSS JOIN LATERAL (SELECT coalesce(recruiter.time_zone, practice.time_zone) AS name) AS zone
WHERE follow_up.agency_id = :agency
  AND follow_up.closes_at > :'as_of'::timestamptz
  AND follow_up.asked_from <= :'as_of'::timestamptz
ORDER BY
  recruiter.external_id,
  follow_up.recruiter_id,
  rank
