-- fragment: plan_rule
-- summary: How one rule's SELECT is read: what does not exist is left out, and done_at is given only where it counts.
SELECT
  :'rule'::text COLLATE "C" AS rule,
  asked.agency_id,
  asked.candidate_id,
  asked.application_id,
  asked.interview_id,
  asked.contact_id,
  asked.reference_id,
  asked.occurrence::text COLLATE "C" AS occurrence,
  asked.party_kind::text AS party_kind,
  asked.party_id,
  asked.recruiter_id,
  asked.anchor_at,
  asked.asked_from,
  asked.asked_until,
  CASE WHEN asked.asked_until IS NOT NULL THEN asked.until_reason::text END AS until_reason,
  asked.opens_at,
  asked.due_at,
  asked.expires_at,
  counting_done_at(asked.done_at, asked.expires_at, asked.asked_until, :late_counts::boolean) AS done_at,
  asked.remark::text AS remark
FROM (
  -- Behind a fence, so that each moment is computed once however often it is asked for here.
  SELECT ruled.*
  FROM (
/* include: rule */
  ) AS ruled
  OFFSET 0
) AS asked
WHERE asked.asked_from IS NOT NULL
  AND asked.anchor_at IS NOT NULL
  AND (asked.expires_at IS NULL OR asked.expires_at > asked.asked_from)
  AND (asked.asked_until IS NULL OR asked.asked_until > asked.asked_from)
