-- fragment: rule_alone
-- summary: A rule or guardrail by itself over all candidates, for the server to describe.
WITH scope AS (
  SELECT
    candidate.agency_id,
    candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
)
/* include: body */
