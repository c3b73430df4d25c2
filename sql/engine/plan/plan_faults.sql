-- statement: plan_faults
-- summary: Of the next queued candidates, the rows of rules that lack what every follow-up has, so that they cannot be stored; it only reads.
-- nullable: candidate_id, candidate
WITH scope AS MATERIALIZED (
  SELECT DISTINCT
    plan_queue.agency_id,
    plan_queue.candidate_id
  FROM plan_queue
  WHERE plan_queue.agency_id = :agency
    AND plan_queue.candidate_id > :after
  ORDER BY plan_queue.candidate_id
  LIMIT :batch
),
/* include: practice */
/* include: facts */
/* include: words */
desired AS (
/* include: rules */
)
SELECT
  desired.rule::text AS rule,
  desired.candidate_id,
  candidate.external_id AS candidate,
  concat_ws(
    ', ',
    CASE WHEN desired.agency_id IS NULL THEN 'agency_id' END,
    CASE WHEN desired.candidate_id IS NULL THEN 'candidate_id' END,
    CASE WHEN desired.occurrence IS NULL THEN 'occurrence' END,
    CASE WHEN desired.recruiter_id IS NULL THEN 'recruiter_id' END,
    CASE WHEN desired.opens_at IS NULL THEN 'opens_at' END,
    CASE WHEN desired.due_at IS NULL THEN 'due_at' END
  ) AS columns
FROM desired
LEFT JOIN candidate
  ON candidate.agency_id = :agency
  AND candidate.candidate_id = desired.candidate_id
WHERE desired.agency_id IS NULL
  OR desired.candidate_id IS NULL
  OR desired.occurrence IS NULL
  OR desired.recruiter_id IS NULL
  OR desired.opens_at IS NULL
  OR desired.due_at IS NULL
ORDER BY
  desired.rule,
  desired.candidate_id
