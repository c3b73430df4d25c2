-- statement: plan_batch
-- summary: Takes queued candidates out of the queue, evaluates every rule for them and writes only what differs, of follow-ups and of clients' answers, in one snapshot.
-- nullable: rule, last_candidate
-- A change is therefore either still in the queue or in the plan. The agency's row is locked before, so that there is one planner of a candidate.
WITH picked AS MATERIALIZED (
  SELECT DISTINCT plan_queue.candidate_id
  FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id > :after
    AND plan_queue.candidate_id <= :until
  ORDER BY plan_queue.candidate_id
  LIMIT :batch
),
taken AS (
  DELETE FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id > :after
    AND plan_queue.candidate_id <= (
      SELECT max(picked.candidate_id)
      FROM picked
    )
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
/* include: answers */
-- A rule that asks twice for the same is answered once.
chosen AS MATERIALIZED (
  SELECT DISTINCT ON (
    difference.agency_id,
    difference.rule,
    difference.candidate_id,
    difference.application_id,
    difference.interview_id,
    difference.contact_id,
    difference.reference_id,
    difference.occurrence
  )
    difference.*
  FROM difference
  ORDER BY
    difference.agency_id,
    difference.rule,
    difference.candidate_id,
    difference.application_id,
    difference.interview_id,
    difference.contact_id,
    difference.reference_id,
    difference.occurrence
),
written AS (
  INSERT INTO follow_up AS existing (
    rule,
    agency_id,
    candidate_id,
    application_id,
    interview_id,
    contact_id,
    reference_id,
    occurrence,
    party_kind,
    party_id,
    recruiter_id,
    anchor_at,
    asked_from,
    asked_until,
    until_reason,
    opens_at,
    due_at,
    expires_at,
    done_at,
    remark,
    withdrawn
  )
  SELECT
    rule,
    agency_id,
    candidate_id,
    application_id,
    interview_id,
    contact_id,
    reference_id,
    occurrence,
    party_kind,
    party_id,
    recruiter_id,
    anchor_at,
    asked_from,
    asked_until,
    until_reason,
    opens_at,
    due_at,
    expires_at,
    done_at,
    remark,
    NOT is_wanted
  FROM chosen
  ON CONFLICT ON CONSTRAINT follow_up_is_asked_once DO UPDATE
  SET party_kind = excluded.party_kind,
    party_id = excluded.party_id,
    recruiter_id = excluded.recruiter_id,
    anchor_at = excluded.anchor_at,
    asked_from = excluded.asked_from,
    asked_until = excluded.asked_until,
    until_reason = excluded.until_reason,
    opens_at = excluded.opens_at,
    due_at = excluded.due_at,
    expires_at = excluded.expires_at,
    done_at = excluded.done_at,
    remark = excluded.remark,
    withdrawn = excluded.withdrawn,
    -- A skip of a rule that the next touch moves on holds until that touch, and again when that touch is taken out.
    skipped_at = CASE
      WHEN skip_is_over(existing.rule, coalesce(existing.skipped_at, existing.former_skipped_at), excluded.anchor_at, :'moved_on') THEN NULL
      ELSE coalesce(existing.skipped_at, existing.former_skipped_at)
    END,
    skip_reason = CASE
      WHEN skip_is_over(existing.rule, coalesce(existing.skipped_at, existing.former_skipped_at), excluded.anchor_at, :'moved_on') THEN NULL
      ELSE coalesce(existing.skip_reason, existing.former_skip_reason)
    END,
    former_skipped_at = CASE
      WHEN skip_is_over(existing.rule, coalesce(existing.skipped_at, existing.former_skipped_at), excluded.anchor_at, :'moved_on')
        THEN coalesce(existing.skipped_at, existing.former_skipped_at)
    END,
    former_skip_reason = CASE
      WHEN skip_is_over(existing.rule, coalesce(existing.skipped_at, existing.former_skipped_at), excluded.anchor_at, :'moved_on')
        THEN coalesce(existing.skip_reason, existing.former_skip_reason)
    END
  RETURNING existing.rule, existing.withdrawn, existing.xmax = 0 AS is_new
)
SELECT
  NULL AS rule,
  count(*) AS candidates,
  max(scope.candidate_id) AS last_candidate,
  0::bigint AS added,
  0::bigint AS changed,
  0::bigint AS withdrawn
FROM scope
UNION ALL
SELECT
  written.rule,
  0::bigint,
  NULL::bigint,
  count(*) FILTER (WHERE is_new AND NOT withdrawn),
  count(*) FILTER (WHERE NOT is_new AND NOT withdrawn),
  count(*) FILTER (WHERE withdrawn)
FROM written
GROUP BY written.rule
