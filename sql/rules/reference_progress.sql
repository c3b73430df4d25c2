-- rule: reference_progress
-- summary: Keep each reference up to date while their check is under way.
-- why: A reference who waits without a word for the employer's call may no longer be prepared when it comes.
-- source: The importance of following up with references after the interview
-- asks: for each used reference of an application in the stage reference_check, until the employer calls
-- needs: contactable, application, reference, consent, used_reference, reference_check
-- anchor: the reference check's start, the first use if later, or the update before
-- due: anchor_at + due_bd bd
-- done: the next progress touch from the candidate to the reference, or the employer's first reference_check
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
JOIN reference_check_stage AS stage USING (agency_id, candidate_id, application_id)
JOIN used_reference USING (agency_id, candidate_id, application_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id, reference_id)
LEFT JOIN employers_first_check AS employer USING (agency_id, candidate_id, application_id, reference_id)
JOIN (
  -- Update k is asked from update k - 1 on, the first from the stage's start or the first use; the next one is what ends it.
  SELECT
    moment.agency_id,
    moment.candidate_id,
    moment.application_id,
    moment.reference_id,
    row_number() OVER in_order AS k,
    moment.happened_at AS asked_from,
    lead(moment.happened_at) OVER in_order AS next_at
  FROM (
    SELECT
      entered.agency_id,
      entered.candidate_id,
      entered.application_id,
      used.reference_id,
      greatest(entered.entered_at, used.used_from) AS happened_at
    FROM reference_check_stage AS entered
    JOIN used_reference AS used USING (agency_id, candidate_id, application_id)
    UNION
    SELECT
      entered.agency_id,
      entered.candidate_id,
      entered.application_id,
      used.reference_id,
      touch.happened_at
    FROM reference_check_stage AS entered
    JOIN used_reference AS used USING (agency_id, candidate_id, application_id)
    JOIN touch
      ON touch.agency_id = used.agency_id
      AND touch.actor_id = used.candidate_id
      AND touch.party_id = used.reference_id
    WHERE touch.actor_kind = 'candidate'
      AND touch.party_kind = 'reference'
      AND touch.purpose = 'progress'
      AND touch.happened_at > greatest(entered.entered_at, used.used_from)
      AND (touch.application_id IS NULL OR touch.application_id = entered.application_id)
  ) AS moment
  WINDOW in_order AS (
    PARTITION BY moment.agency_id, moment.candidate_id, moment.application_id, moment.reference_id
    ORDER BY moment.happened_at
  )
) AS step USING (agency_id, candidate_id, application_id, reference_id)
CROSS JOIN LATERAL (
  SELECT plus_business_days(step.asked_from, :due_bd, practice) AS due_at
) AS due
CROSS JOIN LATERAL (
  SELECT least(stage.left_at, application.closed_at, reference.active_until) AS asked_until
) AS ending
WHERE reference.consent = 'yes'
  AND step.k <= :cap::integer
  AND (employer.called_at IS NULL OR step.asked_from <= employer.called_at)
