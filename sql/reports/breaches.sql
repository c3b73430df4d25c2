-- report: breaches
-- summary: What the data shows that should not have happened, one row per breach: each guardrail in sql/guardrails over all candidates.
-- param: days = 0 -- only the breaches of the last so many days; 0: all
-- Whom a fact of those days concerns: a breach is one of a touch, of an announcement or of a reference that was added. The moment
-- stands in each condition, where the planner can tell how little lies after it.
WITH recent AS (
  SELECT concerned.candidate_id
  FROM touch
  CROSS JOIN LATERAL (
    SELECT touch.candidate_id
    UNION ALL
    SELECT touch.actor_id
    WHERE touch.actor_kind = 'candidate'
    UNION ALL
    SELECT touch.party_id
    WHERE touch.party_kind = 'candidate'
    UNION ALL
    SELECT reference_contact.candidate_id
    FROM reference_contact
    WHERE touch.actor_kind = 'reference'
      AND reference_contact.agency_id = touch.agency_id
      AND reference_contact.reference_id = touch.actor_id
    UNION ALL
    SELECT reference_contact.candidate_id
    FROM reference_contact
    WHERE touch.party_kind = 'reference'
      AND reference_contact.agency_id = touch.agency_id
      AND reference_contact.reference_id = touch.party_id
  ) AS concerned
  WHERE touch.agency_id = :agency
    AND touch.happened_at > :'as_of'::timestamptz - make_interval(days => :days::integer)
    AND concerned.candidate_id IS NOT NULL
  UNION
  SELECT application.candidate_id
  FROM application
  WHERE application.agency_id = :agency
    AND application.announce_on >= (:'as_of'::timestamptz - make_interval(days => :days::integer))::date - 1
  UNION
  SELECT application.candidate_id
  FROM application
  WHERE application.agency_id = :agency
    AND application.announce_on IS NOT NULL
    AND application.decided_at > :'as_of'::timestamptz - make_interval(days => :days::integer)
  UNION
  SELECT reference_contact.candidate_id
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.added_at > :'as_of'::timestamptz - make_interval(days => :days::integer)
),
scope AS (
  SELECT
    candidate.agency_id,
    candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND :days::integer = 0
  UNION ALL
  SELECT
    :agency::integer,
    recent.candidate_id
  FROM recent
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
