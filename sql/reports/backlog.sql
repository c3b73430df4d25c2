-- report: backlog
-- summary: What was due before the policy in_force_from and is open at as_of, one row per follow-up, the latest first: on no list and never nudged.
SELECT
  recruiter.name AS recruiter,
  follow_up.rule,
  candidate.name AS candidate,
  candidate.external_id AS candidate_id,
  client.name AS client,
  job_order.title AS job_order,
  follow_up.party_kind,
  coalesce(contact.name, reference.name, CASE WHEN follow_up.party_kind = 'candidate' THEN candidate.name END) AS party,
  follow_up.due_at,
  age_in_words(:'as_of'::timestamptz - follow_up.due_at) AS overdue_by,
  times_nudged(follow_up.agency_id, follow_up.candidate_id, follow_up.follow_up_id) AS nudges,
  follow_up.snoozed_until,
  follow_up.follow_up_id
FROM follow_up
JOIN practice
  ON practice.agency_id = follow_up.agency_id
JOIN candidate
  ON candidate.agency_id = follow_up.agency_id
  AND candidate.candidate_id = follow_up.candidate_id
JOIN recruiter
  ON recruiter.agency_id = follow_up.agency_id
  AND recruiter.recruiter_id = follow_up.recruiter_id
LEFT JOIN application
  ON application.agency_id = follow_up.agency_id
  AND application.candidate_id = follow_up.candidate_id
  AND application.application_id = follow_up.application_id
LEFT JOIN job_order
  ON job_order.agency_id = application.agency_id
  AND job_order.job_order_id = application.job_order_id
LEFT JOIN client
  ON client.agency_id = job_order.agency_id
  AND client.client_id = job_order.client_id
LEFT JOIN contact
  ON follow_up.party_kind = 'contact'
  AND contact.agency_id = follow_up.agency_id
  AND contact.contact_id = follow_up.party_id
LEFT JOIN reference_contact AS reference
  ON follow_up.party_kind = 'reference'
  AND reference.agency_id = follow_up.agency_id
  AND reference.candidate_id = follow_up.candidate_id
  AND reference.reference_id = follow_up.party_id
WHERE follow_up.agency_id = :agency
  AND follow_up.closes_at > :'as_of'::timestamptz
  AND follow_up.asked_from <= :'as_of'::timestamptz
  AND follow_up.due_at < :'as_of'::timestamptz
  AND is_history(follow_up.due_at, practice)
ORDER BY
  follow_up.due_at DESC,
  follow_up.rule,
  candidate.external_id,
  follow_up.follow_up_id
