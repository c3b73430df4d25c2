-- rule: reference_progress
-- summary: Keep each reference up to date while their check is under way.
-- why: A reference who waits without a word for the employer's call may have gone cold when it comes.
-- source: The importance of following up with references after the interview
-- asks: for each used reference of an application in the stage reference_check, until the employer calls
-- needs: contactable, application, reference, consent, used_reference, reference_check
-- anchor: the reference check's start, the first use if later, or the update before
-- due: anchor_at + due_bd bd
-- done: the next touch progress from the candidate to the reference, or the employer's first reference_check
-- actor: candidate
-- party: reference
-- channel: call
-- purpose: progress
-- minutes: 5
-- template: reference_progress
-- action: Tell {party} how the reference check for {job} at {client} is going
-- param: due_bd = 3 -- business days after it is asked from
-- param: opens_bd = 1 -- business days before it is due
-- param: cap = 4 -- of them for one application and reference
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  reference.reference_id,
  step.k::text AS occurrence,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  candidate.recruiter_id,
  step.asked_from AS anchor_at,
  greatest(step.asked_from, reference.active_from) AS asked_from,
  ending.asked_until,
  CASE ending.asked_until
    WHEN application.closed_at THEN 'the application was decided'
    WHEN stage.left_at THEN 'the reference check is over'
    WHEN reference.active_until THEN 'the reference is no longer active'
  END AS until_reason,
  plus_business_days(due.due_at, - :opens_bd::integer, practice) AS opens_at,
  due.due_at,
  NULL::timestamptz AS expires_at,
  least(step.next_at, employer.called_at) AS done_at,
  'update ' || step.k || ' of at most ' || :cap::integer AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  -- The reference check as it was last entered; the first other stage after that ends it, also one at the same moment that is
  -- later in the list of stages.
  SELECT
    entered.entered_at,
    min(later.since) AS left_at
  FROM (
    SELECT
      max(check_stage.since) AS entered_at,
      max(check_stage.place) AS place
    FROM stage_entry AS check_stage
    WHERE check_stage.agency_id = application.agency_id
      AND check_stage.candidate_id = application.candidate_id
      AND check_stage.application_id = application.application_id
      AND check_stage.stage = 'reference_check'
  ) AS entered
  LEFT JOIN stage_entry AS later
    ON later.agency_id = application.agency_id
    AND later.candidate_id = application.candidate_id
    AND later.application_id = application.application_id
    AND later.stage <> 'reference_check'
    AND (later.since, later.place) > (entered.entered_at, entered.place)
  WHERE entered.entered_at IS NOT NULL
  GROUP BY entered.entered_at
) AS stage
JOIN LATERAL (
  SELECT
    contactable.*,
    used_reference.used_from
  FROM used_reference
  JOIN contactable_reference AS contactable USING (agency_id, candidate_id, reference_id)
  WHERE used_reference.agency_id = application.agency_id
    AND used_reference.candidate_id = application.candidate_id
    AND used_reference.application_id = application.application_id
    AND contactable.consent = 'yes'
  OFFSET 0
) AS reference ON true
LEFT JOIN LATERAL (
  SELECT min(employers_check.happened_at) AS called_at
  FROM employers_check
  WHERE employers_check.agency_id = application.agency_id
    AND employers_check.candidate_id = application.candidate_id
    AND employers_check.application_id = application.application_id
    AND employers_check.client_id = application.client_id
    AND employers_check.reference_id = reference.reference_id
) AS employer ON true
CROSS JOIN LATERAL (
  -- Update k is asked from update k - 1 on, the first from the stage's start or the first use; the next one is what ends it.
  SELECT
    moment.position AS k,
    moment.happened_at AS asked_from,
    lead(moment.happened_at) OVER (ORDER BY moment.position) AS next_at
  FROM (
    SELECT
      1 AS position,
      greatest(stage.entered_at, reference.used_from) AS happened_at
    UNION ALL
    SELECT
      1 + row_number() OVER (ORDER BY touch.happened_at),
      touch.happened_at
    FROM touch
    WHERE touch.agency_id = reference.agency_id
      AND touch.party_kind = 'reference'
      AND touch.party_id = reference.reference_id
      AND touch.actor_kind = 'candidate'
      AND touch.actor_id = reference.candidate_id
      AND touch.purpose = 'progress'
      AND touch.happened_at > greatest(stage.entered_at, reference.used_from)
      AND (touch.application_id IS NULL OR touch.application_id = application.application_id)
    GROUP BY touch.happened_at
  ) AS moment
) AS step
CROSS JOIN LATERAL (
  SELECT plus_business_days(step.asked_from, :due_bd, practice) AS due_at
) AS due
CROSS JOIN LATERAL (
  SELECT least(stage.left_at, application.closed_at, reference.active_until) AS asked_until
) AS ending
WHERE step.k <= :cap::integer
  AND (employer.called_at IS NULL OR step.asked_from <= employer.called_at)
