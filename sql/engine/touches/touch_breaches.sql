-- statement: touch_breaches
-- summary: The guardrails that one touch breaches.
-- nullable: detail
WITH scope AS (
  SELECT
    touch.agency_id,
    touch.candidate_id
  FROM touch
  WHERE touch.agency_id = :agency
    AND touch.touch_id = :touch
),
breach AS (
/* include: guardrails */
)
SELECT DISTINCT
  breach.guardrail,
  breach.detail
FROM breach
WHERE breach.touch_id = :touch
ORDER BY breach.guardrail
