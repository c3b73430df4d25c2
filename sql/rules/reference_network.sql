-- rule: reference_network
-- summary: Ask a reference whose candidate was placed who else they know, at most once a year.
-- why: Nobody knows the field better, and the call is welcome while the news is good.
-- source: The importance of following up with references after the interview
-- asks: for each used reference of an accepted application who was told the outcome, once a year for one person
-- anchor: when the reference was told the outcome
-- due: anchor_at + due_bd bd
-- done: a network touch from a recruiter to that person since then
-- actor: recruiter
-- party: reference
-- channel: call
-- purpose: network
-- minutes: 15
-- template: reference_network
-- action: Ask {party} who else they know, now that {candidate} has landed {job}
-- param: due_bd = 10 -- business days after it opens
-- param: expires_days = 60 -- days after it opens
-- param: every_days = 365 -- days after the person was told another outcome
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  reference.reference_id,
  '' AS occurrence,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  candidate.recruiter_id,
  told.told_at AS anchor_at,
  greatest(told.told_at, reference.active_from) AS asked_from,
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  told.told_at AS opens_at,
  plus_business_days(told.told_at, :due_bd, practice) AS due_at,
  plus_days(told.told_at, :expires_days, practice) AS expires_at,
  asked.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
JOIN application USING (agency_id, candidate_id)
JOIN used_reference USING (agency_id, candidate_id, application_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id, reference_id)
JOIN told_reference AS told USING (agency_id, candidate_id, application_id, reference_id)
LEFT JOIN (
  -- On whichever row of theirs a recruiter asked the person.
  SELECT
    heard.agency_id,
    heard.candidate_id,
    heard.application_id,
    heard.reference_id,
    min(touch.happened_at) AS happened_at
  FROM told_reference AS heard
  JOIN reference_contact AS itself USING (agency_id, candidate_id, reference_id)
  JOIN (
    SELECT
      same.agency_id,
      same.person,
      touch.application_id,
      touch.happened_at
    FROM reference_contact AS same
    JOIN touch
      ON touch.agency_id = same.agency_id
      AND touch.party_id = same.reference_id
    WHERE touch.party_kind = 'reference'
      AND touch.actor_kind = 'recruiter'
      AND touch.purpose = 'network'
  ) AS touch
    ON touch.agency_id = itself.agency_id
    AND touch.person = itself.person
    AND touch.happened_at >= heard.told_at
    AND (touch.application_id IS NULL OR touch.application_id = heard.application_id)
  GROUP BY heard.agency_id, heard.candidate_id, heard.application_id, heard.reference_id
) AS asked USING (agency_id, candidate_id, application_id, reference_id)
LEFT JOIN (
  -- When the same person was told last before how another application ended.
  SELECT
    news.agency_id,
    news.person,
    news.application_id,
    news.happened_at,
    max(CASE WHEN news.previous_application_id <> news.application_id THEN news.previous_at END) OVER (
      PARTITION BY news.agency_id, news.person
      ORDER BY news.happened_at, news.external_id
      ROWS UNBOUNDED PRECEDING
    ) AS other_told_at
  FROM (
    SELECT
      piece.*,
      lag(piece.application_id) OVER in_order AS previous_application_id,
      lag(piece.happened_at) OVER in_order AS previous_at
    FROM person_told_outcome AS piece
    WINDOW in_order AS (PARTITION BY piece.agency_id, piece.person ORDER BY piece.happened_at, piece.external_id)
  ) AS news
) AS others
  ON others.agency_id = reference.agency_id
  AND others.person = reference.person
  AND others.application_id = application.application_id
  AND others.happened_at = told.told_at
WHERE application.decision = 'accepted'
  AND reference.consent = 'yes'
  AND (
    others.other_told_at IS NULL
    OR others.other_told_at < plus_days(told.told_at, - :every_days::integer, practice)
  )
