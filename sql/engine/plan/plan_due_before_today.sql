-- statement: plan_due_before_today
-- summary: Of an agency that was never planned: how much of what planning the next candidates will find is open and came due before today; it only reads.
-- nullable: last_candidate
WITH picked AS MATERIALIZED (
  SELECT candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id > :after
  ORDER BY candidate.candidate_id
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
)
SELECT
  (
    SELECT max(picked.candidate_id)
    FROM picked
  ) AS last_candidate,
  local_date(:'as_of'::timestamptz, practice)::text AS today,
  (
    SELECT count(*)
    FROM desired
    WHERE desired.due_at < at_local(local_date(:'as_of'::timestamptz, practice), '00:00', practice)
      AND follow_up_state(
        :'as_of'::timestamptz,
        desired.asked_from,
        desired.asked_until,
        desired.expires_at,
        desired.done_at,
        NULL
      ) = 'open'
  ) AS due_before
FROM practice
WHERE practice.agency_id = :agency
  AND practice.in_force_from IS NULL
