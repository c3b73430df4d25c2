-- statement: plan_preview
-- summary: What planning the next queued candidates would change, counted per rule and recruiter; it only reads.
WITH picked AS MATERIALIZED (
  SELECT DISTINCT dirty.candidate_id
  FROM dirty
  WHERE dirty.agency_id = :agency
    AND dirty.candidate_id > :after
  ORDER BY dirty.candidate_id
  LIMIT :batch
),
scope AS MATERIALIZED (
  SELECT
    :agency::integer AS agency_id,
    picked.candidate_id
  FROM picked
),
desired AS (
/* include: rules */
),
-- Both sides with all that the plan keeps of a follow-up as one text: that differs, or it is the same.
both_sides AS (
  SELECT
    desired.rule,
    desired.agency_id,
    desired.candidate_id,
    desired.application_id,
    desired.interview_id,
    desired.contact_id,
    desired.reference_id,
    desired.occurrence,
    desired.recruiter_id,
    row(
      desired.party_kind,
      desired.party_id,
      desired.recruiter_id,
      desired.anchor_at,
      desired.asked_from,
      desired.asked_until,
      desired.until_reason,
      desired.opens_at,
      desired.due_at,
      desired.expires_at,
      desired.done_at,
      desired.remark
    )::text AS content,
    follow_up_state(
      :'as_of'::timestamptz,
      desired.asked_from,
      desired.asked_until,
      desired.expires_at,
      desired.done_at,
      NULL
    ) = 'open' AS is_open,
    NULL::timestamptz AS skipped_at,
    desired.anchor_at,
    true AS is_wanted
  FROM desired
  UNION ALL
  SELECT
    follow_up.rule,
    follow_up.agency_id,
    follow_up.candidate_id,
    follow_up.application_id,
    follow_up.interview_id,
    follow_up.contact_id,
    follow_up.reference_id,
    follow_up.occurrence,
    follow_up.recruiter_id,
    row(
      follow_up.party_kind,
      follow_up.party_id,
      follow_up.recruiter_id,
      follow_up.anchor_at,
      follow_up.asked_from,
      follow_up.asked_until,
      follow_up.until_reason,
      follow_up.opens_at,
      follow_up.due_at,
      follow_up.expires_at,
      follow_up.done_at,
      follow_up.remark
    )::text,
    follow_up_state(
      :'as_of'::timestamptz,
      follow_up.asked_from,
      follow_up.asked_until,
      follow_up.expires_at,
      follow_up.done_at,
      NULL
    ) = 'open',
    coalesce(follow_up.skipped_at, follow_up.former_skipped_at),
    NULL,
    false
  FROM scope
  JOIN follow_up USING (agency_id, candidate_id)
  WHERE follow_up.agency_id = :agency
    AND NOT follow_up.withdrawn
),
difference AS (
  SELECT
    both_sides.rule,
    both_sides.agency_id,
    coalesce(
      max(both_sides.recruiter_id) FILTER (WHERE both_sides.is_wanted),
      max(both_sides.recruiter_id)
    ) AS recruiter_id,
    bool_or(both_sides.is_wanted) AS is_wanted,
    bool_or(NOT both_sides.is_wanted) AS stands,
    bool_or(both_sides.is_open)
      AND (
        coalesce(max(both_sides.skipped_at) > :'as_of'::timestamptz, true)
        OR skip_is_over(both_sides.rule, max(both_sides.skipped_at), max(both_sides.anchor_at), :'moved_on')
      ) AS is_open
  FROM both_sides
  GROUP BY
    both_sides.rule,
    both_sides.agency_id,
    both_sides.candidate_id,
    both_sides.application_id,
    both_sides.interview_id,
    both_sides.contact_id,
    both_sides.reference_id,
    both_sides.occurrence
  HAVING count(*) = 1
    OR min(both_sides.content) <> max(both_sides.content)
)
SELECT
  NULL AS rule,
  NULL AS recruiter_id,
  NULL AS recruiter,
  count(*) AS candidates,
  max(scope.candidate_id) AS last_candidate,
  0::bigint AS appear,
  0::bigint AS move,
  0::bigint AS go,
  0::bigint AS open_now
FROM scope
UNION ALL
SELECT
  difference.rule,
  coalesce(recruiter.external_id, ''),
  coalesce(recruiter.name, 'no longer known'),
  0::bigint,
  NULL::bigint,
  count(*) FILTER (WHERE NOT difference.stands),
  count(*) FILTER (WHERE difference.stands AND difference.is_wanted),
  count(*) FILTER (WHERE NOT difference.is_wanted),
  count(*) FILTER (WHERE difference.is_open)
FROM difference
LEFT JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = difference.recruiter_id
GROUP BY
  difference.rule,
  coalesce(recruiter.external_id, ''),
  recruiter.name
