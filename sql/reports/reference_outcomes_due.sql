-- report: reference_outcomes_due
-- title: References to be told how it ended
-- summary: Which references must hear the outcome, and before which announcement?
-- grain: one row per open follow-up reference_outcome or announcement_hold that is not history, the nearest announcement first
-- personal: yes
-- column: announce_on -- the day of the announcement; empty: none is known
-- column: hours_left -- hours until the announcement, 00:00 in the agency's zone; below 0: it has come
-- column: due_at -- by when the reference is to be told, or the announcement held back
-- column: rule -- reference_outcome: the candidate is to tell the reference; announcement_hold: the recruiter is to see that nothing is announced before
-- column: recruiter_id -- the id of the recruiter whose candidate it is
-- column: recruiter -- their name
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- who is to tell
-- column: candidate_phone -- their telephone number
-- column: decision -- the decision
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: job_order -- the job
-- column: application_id -- the application's id at the source
-- column: party_id -- the reference's id at the source; empty: announcement_hold
-- column: party -- the reference
-- column: party_phone -- their telephone number
-- column: remark -- the decision and its days; of announcement_hold: how many references have heard
-- column: follow_up_id -- the follow-up
-- example: --limit 5 --columns announce_on,hours_left,due_at,rule,recruiter,candidate,party,remark
SELECT
  application.announce_on,
  round(
    (extract(epoch FROM at_local(application.announce_on, '00:00', practice) - :'as_of'::timestamptz) / 3600)::numeric,
    1
  ) AS hours_left,
  facts.due_at,
  facts.rule,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  facts.candidate_external_id AS candidate_id,
  facts.candidate_name AS candidate,
  facts.candidate_phone,
  facts.decision,
  client.external_id AS client_id,
  client.name AS client,
  facts.job_title AS job_order,
  application.external_id AS application_id,
  reference.external_id AS party_id,
  reference.name AS party,
  reference.phone AS party_phone,
  facts.remark,
  facts.follow_up_id
FROM follow_up_facts AS facts
JOIN practice
  ON practice.agency_id = facts.agency_id
JOIN recruiter
  ON recruiter.agency_id = facts.agency_id
  AND recruiter.recruiter_id = facts.recruiter_id
JOIN application
  ON application.agency_id = facts.agency_id
  AND application.candidate_id = facts.candidate_id
  AND application.application_id = facts.application_id
JOIN job_order
  ON job_order.agency_id = application.agency_id
  AND job_order.job_order_id = application.job_order_id
JOIN client
  ON client.agency_id = job_order.agency_id
  AND client.client_id = job_order.client_id
LEFT JOIN reference_contact AS reference
  ON reference.agency_id = facts.agency_id
  AND reference.candidate_id = facts.candidate_id
  AND reference.reference_id = facts.party_id
  AND facts.party_kind = 'reference'
WHERE facts.agency_id = :agency
  AND facts.rule IN ('reference_outcome', 'announcement_hold')
  AND facts.closes_at > :'as_of'::timestamptz
  AND facts.asked_from <= :'as_of'::timestamptz
  AND NOT is_history(facts.due_at, practice)
ORDER BY
  application.announce_on NULLS LAST,
  facts.due_at,
  facts.candidate_external_id COLLATE "C",
  facts.follow_up_id
