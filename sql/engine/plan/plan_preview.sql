-- statement: plan_preview
-- summary: What planning the next queued candidates would change, counted per rule and recruiter; it only reads.
-- nullable: rule, recruiter_id, recruiter, last_candidate
WITH picked AS MATERIALIZED (
  SELECT DISTINCT plan_queue.candidate_id
  FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id > :after
  ORDER BY plan_queue.candidate_id
  LIMIT :batch
),
scope AS MATERIALIZED (
  SELECT
    :agency::integer AS agency_id,
    picked.candidate_id
  FROM picked
),
/* include: practice */
/* include: facts */
/* include: words */
desired AS (
/* include: rules */
),
/* include: difference */
noticed AS (
  SELECT
    difference.*,
    (
      (
        difference.is_wanted
        AND follow_up_state(
          :'as_of'::timestamptz,
          difference.asked_from,
          difference.asked_until,
          difference.expires_at,
          difference.done_at,
          NULL
        ) = 'open'
      )
      OR (
        difference.stands
        AND follow_up_state(
          :'as_of'::timestamptz,
          difference.former_asked_from,
          difference.former_asked_until,
          difference.former_expires_at,
          difference.former_done_at,
          NULL
        ) = 'open'
      )
    )
    AND (
      coalesce(difference.skipped_at > :'as_of'::timestamptz, true)
      OR (difference.is_wanted AND skip_is_over(difference.rule, difference.skipped_at, difference.anchor_at, :'moved_on'))
    ) AS is_open
  FROM difference
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
  noticed.rule,
  coalesce(recruiter.external_id, ''),
  coalesce(recruiter.name, 'no longer known'),
  0::bigint,
  NULL::bigint,
  count(*) FILTER (WHERE NOT noticed.stands),
  count(*) FILTER (WHERE noticed.stands AND noticed.is_wanted),
  count(*) FILTER (WHERE NOT noticed.is_wanted),
  count(*) FILTER (WHERE noticed.is_open)
FROM noticed
LEFT JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = noticed.recruiter_id
GROUP BY
  noticed.rule,
  coalesce(recruiter.external_id, ''),
  recruiter.name
