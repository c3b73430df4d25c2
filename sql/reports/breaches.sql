-- report: breaches
-- summary: The don'ts that the data shows, one row per breach: each guardrail in sql/guardrails over all candidates.
WITH scope AS (
  SELECT
    candidate.agency_id,
    candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
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
  breach.detail
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
WHERE breach.at <= :'as_of'::timestamptz
  OR breach.at IS NULL
ORDER BY
  breach.guardrail COLLATE "C",
  coalesce(candidate.external_id, '') COLLATE "C",
  coalesce(application.external_id, '') COLLATE "C",
  coalesce(interview.external_id, '') COLLATE "C",
  coalesce(breach.party_kind, '') COLLATE "C",
  coalesce(contact.external_id, reference.external_id, party_candidate.external_id, party_recruiter.external_id, '') COLLATE "C",
  breach.at,
  coalesce(touch.external_id, '') COLLATE "C"
