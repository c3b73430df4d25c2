-- fragment: breach_guardrail
-- summary: How one guardrail's SELECT is read.
SELECT
  :'guardrail'::text COLLATE "C" AS guardrail,
  shown.agency_id,
  shown.candidate_id,
  shown.application_id,
  shown.interview_id,
  shown.party_kind::text AS party_kind,
  shown.party_id,
  shown.at,
  shown.touch_id,
  shown.detail::text AS detail
FROM (
/* include: guardrail */
) AS shown
