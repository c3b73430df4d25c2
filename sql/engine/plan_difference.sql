-- fragment: plan_difference
-- summary: What the rules ask for against the follow-ups that stand: each pair that is not the same, in which one side may be missing. Of what is not
-- wanted any more, what stood.
standing AS MATERIALIZED (
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
difference AS (
  SELECT
    desired.rule IS NOT NULL AS is_wanted,
    standing.rule IS NOT NULL AS stands,
    coalesce(desired.agency_id, standing.agency_id) AS agency_id,
    coalesce(desired.rule, standing.rule) AS rule,
    coalesce(desired.candidate_id, standing.candidate_id) AS candidate_id,
    coalesce(desired.application_id, standing.application_id) AS application_id,
    coalesce(desired.interview_id, standing.interview_id) AS interview_id,
    coalesce(desired.contact_id, standing.contact_id) AS contact_id,
    coalesce(desired.reference_id, standing.reference_id) AS reference_id,
    coalesce(desired.occurrence, standing.occurrence) AS occurrence,
    CASE WHEN desired.rule IS NULL THEN standing.party_kind ELSE desired.party_kind END AS party_kind,
    CASE WHEN desired.rule IS NULL THEN standing.party_id ELSE desired.party_id END AS party_id,
    CASE WHEN desired.rule IS NULL THEN standing.recruiter_id ELSE desired.recruiter_id END AS recruiter_id,
    CASE WHEN desired.rule IS NULL THEN standing.anchor_at ELSE desired.anchor_at END AS anchor_at,
    CASE WHEN desired.rule IS NULL THEN standing.asked_from ELSE desired.asked_from END AS asked_from,
    CASE WHEN desired.rule IS NULL THEN standing.asked_until ELSE desired.asked_until END AS asked_until,
    CASE WHEN desired.rule IS NULL THEN standing.until_reason ELSE desired.until_reason END AS until_reason,
    CASE WHEN desired.rule IS NULL THEN standing.opens_at ELSE desired.opens_at END AS opens_at,
    CASE WHEN desired.rule IS NULL THEN standing.due_at ELSE desired.due_at END AS due_at,
    CASE WHEN desired.rule IS NULL THEN standing.expires_at ELSE desired.expires_at END AS expires_at,
    CASE WHEN desired.rule IS NULL THEN standing.done_at ELSE desired.done_at END AS done_at,
    CASE WHEN desired.rule IS NULL THEN standing.remark ELSE desired.remark END AS remark,
    standing.asked_from AS former_asked_from,
    standing.asked_until AS former_asked_until,
    standing.expires_at AS former_expires_at,
    standing.done_at AS former_done_at,
    coalesce(standing.skipped_at, standing.former_skipped_at) AS skipped_at
  FROM desired
  FULL JOIN standing
    ON standing.candidate_id = desired.candidate_id
    AND standing.rule = desired.rule
    AND coalesce(standing.application_id, 0) = coalesce(desired.application_id, 0)
    AND coalesce(standing.interview_id, 0) = coalesce(desired.interview_id, 0)
    AND coalesce(standing.contact_id, 0) = coalesce(desired.contact_id, 0)
    AND coalesce(standing.reference_id, 0) = coalesce(desired.reference_id, 0)
    AND standing.occurrence = desired.occurrence
  WHERE desired.rule IS NULL
    OR standing.rule IS NULL
    OR standing.party_kind IS DISTINCT FROM desired.party_kind
    OR standing.party_id IS DISTINCT FROM desired.party_id
    OR standing.recruiter_id IS DISTINCT FROM desired.recruiter_id
    OR standing.anchor_at IS DISTINCT FROM desired.anchor_at
    OR standing.asked_from IS DISTINCT FROM desired.asked_from
    OR standing.asked_until IS DISTINCT FROM desired.asked_until
    OR standing.until_reason IS DISTINCT FROM desired.until_reason
    OR standing.opens_at IS DISTINCT FROM desired.opens_at
    OR standing.due_at IS DISTINCT FROM desired.due_at
    OR standing.expires_at IS DISTINCT FROM desired.expires_at
    OR standing.done_at IS DISTINCT FROM desired.done_at
    OR standing.remark IS DISTINCT FROM desired.remark
),
