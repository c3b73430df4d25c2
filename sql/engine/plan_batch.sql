-- statement: plan_batch
-- summary: Takes queued candidates out of the queue, evaluates every rule for them and writes only what differs, in one snapshot.
-- A change is therefore either still in the queue or in the plan. The agency's row is locked before, so that there is one planner.
WITH picked AS MATERIALIZED (
  SELECT DISTINCT dirty.candidate_id
  FROM dirty
  WHERE dirty.agency_id = :agency
    AND dirty.candidate_id > :after
  ORDER BY dirty.candidate_id
  LIMIT :batch
),
taken AS (
  DELETE FROM dirty
  USING picked
  WHERE dirty.agency_id = :agency
    AND dirty.candidate_id = picked.candidate_id
  RETURNING dirty.candidate_id
),
scope AS MATERIALIZED (
  SELECT DISTINCT
    :agency::integer AS agency_id,
    taken.candidate_id
  FROM taken
),
desired AS (
/* include: rules */
),
-- What both sides agree on falls out; of a changed row both versions stay. The standing rows are looked up candidate by candidate,
-- in an order that only the index with the candidate in it has: for an agency that is new to the statistics the planner expects one
-- row, and would read all of its rows once a candidate, by any index.
difference AS (
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
    min(side) AS side
  FROM (
    SELECT
      desired.rule,
      desired.agency_id,
      desired.candidate_id,
      desired.application_id,
      desired.interview_id,
      desired.contact_id,
      desired.reference_id,
      desired.occurrence,
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
      desired.remark,
      1 AS side
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
      follow_up.remark,
      2 AS side
    FROM scope
    CROSS JOIN LATERAL (
      SELECT follow_up.*
      FROM follow_up
      WHERE follow_up.agency_id = :agency
        AND follow_up.candidate_id = scope.candidate_id
        AND NOT follow_up.withdrawn
      ORDER BY follow_up.rule
    ) AS follow_up
  ) AS both_sides
  GROUP BY
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
    remark
  HAVING min(side) = max(side)
),
-- The wanted version where there is one; else the standing one, which is withdrawn.
chosen AS (
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
    side,
    row_number() OVER (
      PARTITION BY
        agency_id,
        rule,
        candidate_id,
        application_id,
        interview_id,
        contact_id,
        reference_id,
        occurrence
      ORDER BY side
    ) AS preference
  FROM difference
),
written AS (
  INSERT INTO follow_up AS standing (
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
    side = 2
  FROM chosen
  WHERE preference = 1
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
      WHEN skip_is_over(standing.rule, coalesce(standing.skipped_at, standing.former_skipped_at), excluded.anchor_at, :'moved_on') THEN NULL
      ELSE coalesce(standing.skipped_at, standing.former_skipped_at)
    END,
    skip_reason = CASE
      WHEN skip_is_over(standing.rule, coalesce(standing.skipped_at, standing.former_skipped_at), excluded.anchor_at, :'moved_on') THEN NULL
      ELSE coalesce(standing.skip_reason, standing.former_skip_reason)
    END,
    former_skipped_at = CASE
      WHEN skip_is_over(standing.rule, coalesce(standing.skipped_at, standing.former_skipped_at), excluded.anchor_at, :'moved_on')
        THEN coalesce(standing.skipped_at, standing.former_skipped_at)
    END,
    former_skip_reason = CASE
      WHEN skip_is_over(standing.rule, coalesce(standing.skipped_at, standing.former_skipped_at), excluded.anchor_at, :'moved_on')
        THEN coalesce(standing.skip_reason, standing.former_skip_reason)
    END
  RETURNING standing.rule, standing.withdrawn, standing.xmax = 0 AS is_new
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
