-- word: told_reference
-- summary: When the candidate first told a reference how an application ended.
SELECT
  outcome_told.agency_id,
  outcome_told.candidate_id,
  outcome_told.application_id,
  outcome_told.reference_id,
  min(outcome_told.happened_at) AS told_at
FROM outcome_told
GROUP BY
  outcome_told.agency_id,
  outcome_told.candidate_id,
  outcome_told.application_id,
  outcome_told.reference_id
