-- fragment: warnings
-- summary: One guardrail's breaches among the candidates of the rows that it warns: what it finds of others is on no list.
SELECT found.*
FROM (
  WITH scope AS MATERIALIZED (
    SELECT DISTINCT
      asked.agency_id,
      asked.candidate_id
    FROM asked
    WHERE asked.rule = ANY (:'rules'::text[])
  )
/* include: guardrail */
) AS found
