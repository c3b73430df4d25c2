-- fragment: plan_difference
-- summary: What the rules ask for against the follow-ups that stand: each pair that is not the same, in which one side may be missing. Of what is not
-- wanted any more, what stood.
existing AS (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT follow_up.*
    FROM follow_up
    WHERE follow_up.agency_id = :agency
      AND follow_up.candidate_id = scope.candidate_id
      AND NOT follow_up.withdrawn
    -- In an order that only the index with the candidate in it has, whatever the statistics say.
    ORDER BY follow_up.rule
    OFFSET 0
  ) AS found
),
difference AS MATERIALIZED (
  SELECT
    desired.rule IS NOT NULL AS is_wanted,
    existing.rule IS NOT NULL AS stands,
    coalesce(desired.agency_id, existing.agency_id) AS agency_id,
    coalesce(desired.rule, existing.rule) AS rule,
    coalesce(desired.candidate_id, existing.candidate_id) AS candidate_id,
    coalesce(desired.application_id, existing.application_id) AS application_id,
    coalesce(desired.interview_id, existing.interview_id) AS interview_id,
    coalesce(desired.contact_id, existing.contact_id) AS contact_id,
    coalesce(desired.reference_id, existing.reference_id) AS reference_id,
    coalesce(desired.occurrence, existing.occurrence) AS occurrence,
    CASE WHEN desired.rule IS NULL THEN existing.party_kind ELSE desired.party_kind END AS party_kind,
    CASE WHEN desired.rule IS NULL THEN existing.party_id ELSE desired.party_id END AS party_id,
    CASE WHEN desired.rule IS NULL THEN existing.recruiter_id ELSE desired.recruiter_id END AS recruiter_id,
    CASE WHEN desired.rule IS NULL THEN existing.anchor_at ELSE desired.anchor_at END AS anchor_at,
    CASE WHEN desired.rule IS NULL THEN existing.asked_from ELSE desired.asked_from END AS asked_from,
    CASE WHEN desired.rule IS NULL THEN existing.asked_until ELSE desired.asked_until END AS asked_until,
    CASE WHEN desired.rule IS NULL THEN existing.until_reason ELSE desired.until_reason END AS until_reason,
    CASE WHEN desired.rule IS NULL THEN existing.opens_at ELSE desired.opens_at END AS opens_at,
    CASE WHEN desired.rule IS NULL THEN existing.due_at ELSE desired.due_at END AS due_at,
    CASE WHEN desired.rule IS NULL THEN existing.expires_at ELSE desired.expires_at END AS expires_at,
    CASE WHEN desired.rule IS NULL THEN existing.done_at ELSE desired.done_at END AS done_at,
    CASE WHEN desired.rule IS NULL THEN existing.remark ELSE desired.remark END AS remark,
    existing.asked_from AS former_asked_from,
    existing.asked_until AS former_asked_until,
    existing.expires_at AS former_expires_at,
    existing.done_at AS former_done_at,
    coalesce(existing.skipped_at, existing.former_skipped_at) AS skipped_at
  FROM desired
  FULL JOIN existing
    ON existing.candidate_id = desired.candidate_id
    AND existing.rule = desired.rule
    AND coalesce(existing.application_id, 0) = coalesce(desired.application_id, 0)
    AND coalesce(existing.interview_id, 0) = coalesce(desired.interview_id, 0)
    AND coalesce(existing.contact_id, 0) = coalesce(desired.contact_id, 0)
    AND coalesce(existing.reference_id, 0) = coalesce(desired.reference_id, 0)
    AND existing.occurrence = desired.occurrence
  -- What is about somebody who was erased stays as it stood, though no rule asks for it; of a candidate, only references are still
  -- owed a word.
  WHERE CASE
      WHEN desired.rule IS NULL THEN NOT (existing.kept AND existing.closes_at < 'infinity')
      WHEN desired.party_kind = 'reference' THEN true
      ELSE desired.candidate_id NOT IN (
        SELECT candidate.candidate_id
        FROM candidate
        WHERE candidate.erased_at IS NOT NULL
      )
    END
    AND (
      desired.rule IS NULL
      OR existing.rule IS NULL
      OR existing.party_kind IS DISTINCT FROM desired.party_kind
      OR existing.party_id IS DISTINCT FROM desired.party_id
      OR existing.recruiter_id IS DISTINCT FROM desired.recruiter_id
      OR existing.anchor_at IS DISTINCT FROM desired.anchor_at
      OR existing.asked_from IS DISTINCT FROM desired.asked_from
      OR existing.asked_until IS DISTINCT FROM desired.asked_until
      OR existing.until_reason IS DISTINCT FROM desired.until_reason
      OR existing.opens_at IS DISTINCT FROM desired.opens_at
      OR existing.due_at IS DISTINCT FROM desired.due_at
      OR existing.expires_at IS DISTINCT FROM desired.expires_at
      OR existing.done_at IS DISTINCT FROM desired.done_at
      OR existing.remark IS DISTINCT FROM desired.remark
    )
),
