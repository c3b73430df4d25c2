-- rule: reference_heads_up
-- summary: Tell each reference about an interview before the employer may call them.
-- why: A reference who is surprised by the call sounds surprised.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- asks: for each consenting reference of an application whose first interview was scheduled at a known time
-- anchor: the first interview's start
-- due: anchor_at - due_bd bd
-- due: no earlier than opens_at
-- done: a heads_up touch from the candidate to the reference that names the application, or names none and is since it opens
-- actor: candidate
-- party: reference
-- channel: email
-- purpose: heads_up
-- minutes: 5
-- template: reference_heads_up
-- action: Tell {party} by email that {client} may call about {job}
-- param: due_bd = 1 -- business days before the first interview starts
-- param: expires_bd = 2 -- business days after the first interview ends
SELECT
  interview.agency_id,
  interview.candidate_id,
  interview.application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  reference.reference_id,
  '' AS occurrence,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  candidate.recruiter_id,
  interview.starts_at AS anchor_at,
  greatest(opening.opens_at, reference.active_from) AS asked_from,
  ending.asked_until,
  CASE ending.asked_until
    WHEN application.withdrawn_at THEN 'the application was withdrawn'
    WHEN candidate.active_until THEN 'the candidate is no longer active'
    WHEN application.job_order_open_until THEN 'the job order is no longer open'
    WHEN reference.active_until THEN 'the reference is no longer active'
  END AS until_reason,
  opening.opens_at,
  greatest(opening.opens_at, plus_business_days(interview.starts_at, - :due_bd::integer, practice)) AS due_at,
  plus_business_days(interview.ends_at, :expires_bd, practice) AS expires_at,
  told.happened_at AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id)
JOIN first_interview AS interview USING (agency_id, candidate_id)
JOIN application_terms AS application USING (agency_id, candidate_id, application_id)
CROSS JOIN LATERAL (
  SELECT greatest(interview.scheduled_at, reference.added_at) AS opens_at
) AS opening
CROSS JOIN LATERAL (
  SELECT least(
    application.withdrawn_at,
    candidate.active_until,
    application.job_order_open_until,
    reference.active_until
  ) AS asked_until
) AS ending
LEFT JOIN (
  SELECT
    first.agency_id,
    first.candidate_id,
    first.application_id,
    before.reference_id,
    min(touch.happened_at) AS happened_at
  FROM first_interview AS first
  JOIN touch
    ON touch.agency_id = first.agency_id
    AND touch.actor_id = first.candidate_id
  JOIN reference_contact AS before
    ON before.agency_id = touch.agency_id
    AND before.candidate_id = touch.actor_id
    AND before.reference_id = touch.party_id
  WHERE touch.actor_kind = 'candidate'
    AND touch.party_kind = 'reference'
    AND touch.purpose = 'heads_up'
    AND (
      touch.application_id = first.application_id
      OR (touch.application_id IS NULL AND touch.happened_at >= greatest(first.scheduled_at, before.added_at))
    )
  GROUP BY first.agency_id, first.candidate_id, first.application_id, before.reference_id
) AS told USING (agency_id, candidate_id, application_id, reference_id)
WHERE reference.consent = 'yes'
  AND interview.scheduled_at IS NOT NULL
