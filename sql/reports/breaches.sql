-- report: breaches
-- title: Breaches
-- summary: What happened that should not have, and whose candidates does it concern?
-- grain: one row per breach of a guardrail in sql/guardrails
-- personal: yes
-- period: at
-- param: days = 0 -- only the breaches of the last so many days; 0: all
-- column: guardrail -- the guardrail that was breached
-- column: candidate_id -- the candidate's id at the source
-- column: application_id -- the application's id at the source
-- column: interview_id -- the interview's id at the source
-- column: party_kind -- candidate, contact, reference or recruiter
-- column: party_id -- the party's id at the source
-- column: at -- when it happened
-- column: touch_id -- the id at the source of the touch that it was
-- column: detail -- what about it, in words
-- column: candidate -- the candidate; empty when erased, or when none takes part
-- column: party -- who was contacted
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- whose candidate it is; without a candidate, who made the touch
-- column: client_id -- the client's id at the source
-- column: client -- the client whose job, or whose contact, it was about
-- chart: bars of rows by guardrail
-- example: --limit 5 --columns guardrail,at,candidate,party,recruiter,client
WITH scope AS (
  SELECT
    candidate.agency_id,
    candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND :days::integer = 0
  UNION ALL
  SELECT
    :agency::integer,
    concerned.candidate_id
  FROM candidates_concerned(:agency, :'as_of'::timestamptz - make_interval(days => :days::integer)) AS concerned
  WHERE :days::integer > 0
  UNION ALL
  -- Touches in which no candidate takes part and that name none.
  SELECT
    :agency::integer,
    NULL::bigint
),
breach AS (
/* include: guardrails */
)
SELECT
  breach.guardrail,
  candidate.external_id AS candidate_id,
  application.external_id AS application_id,
  interview.external_id AS interview_id,
  breach.party_kind,
  coalesce(contact.external_id, reference.external_id, party_candidate.external_id, party_recruiter.external_id) AS party_id,
  breach.at,
  touch.external_id AS touch_id,
  breach.detail,
  candidate.name AS candidate,
  coalesce(contact.name, reference.name, party_candidate.name, party_recruiter.name) AS party,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  client.external_id AS client_id,
  client.name AS client
FROM breach
LEFT JOIN candidate
  ON candidate.agency_id = breach.agency_id
  AND candidate.candidate_id = breach.candidate_id
LEFT JOIN application
  ON application.agency_id = breach.agency_id
  AND application.application_id = breach.application_id
LEFT JOIN interview
  ON interview.agency_id = breach.agency_id
  AND interview.interview_id = breach.interview_id
LEFT JOIN contact
  ON breach.party_kind = 'contact'
  AND contact.agency_id = breach.agency_id
  AND contact.contact_id = breach.party_id
LEFT JOIN reference_contact AS reference
  ON breach.party_kind = 'reference'
  AND reference.agency_id = breach.agency_id
  AND reference.reference_id = breach.party_id
LEFT JOIN candidate AS party_candidate
  ON breach.party_kind = 'candidate'
  AND party_candidate.agency_id = breach.agency_id
  AND party_candidate.candidate_id = breach.party_id
LEFT JOIN recruiter AS party_recruiter
  ON breach.party_kind = 'recruiter'
  AND party_recruiter.agency_id = breach.agency_id
  AND party_recruiter.recruiter_id = breach.party_id
LEFT JOIN touch
  ON touch.agency_id = breach.agency_id
  AND touch.touch_id = breach.touch_id
LEFT JOIN recruiter
  ON recruiter.agency_id = breach.agency_id
  AND recruiter.recruiter_id = coalesce(
    candidate.recruiter_id,
    CASE WHEN touch.actor_kind = 'recruiter' THEN touch.actor_id END,
    party_recruiter.recruiter_id
  )
LEFT JOIN job_order
  ON job_order.agency_id = breach.agency_id
  AND job_order.job_order_id = application.job_order_id
LEFT JOIN client
  ON client.agency_id = breach.agency_id
  AND client.client_id = coalesce(job_order.client_id, contact.client_id)
WHERE CASE :days::integer
  WHEN 0 THEN breach.at <= :'as_of'::timestamptz OR breach.at IS NULL
  ELSE breach.at <= :'as_of'::timestamptz AND breach.at > :'as_of'::timestamptz - make_interval(days => :days::integer)
END
ORDER BY
  breach.guardrail COLLATE "C",
  coalesce(candidate.external_id, '') COLLATE "C",
  coalesce(application.external_id, '') COLLATE "C",
  coalesce(interview.external_id, '') COLLATE "C",
  coalesce(breach.party_kind, '') COLLATE "C",
  coalesce(contact.external_id, reference.external_id, party_candidate.external_id, party_recruiter.external_id, '') COLLATE "C",
  breach.at,
  coalesce(touch.external_id, '') COLLATE "C"
