-- word: employers_first_check
-- summary: When the employer first called a reference about an application.
SELECT
  employers_check.agency_id,
  employers_check.candidate_id,
  employers_check.application_id,
  employers_check.reference_id,
  min(employers_check.happened_at) AS called_at
FROM employers_check
JOIN application_terms AS application USING (agency_id, candidate_id, application_id, client_id)
GROUP BY
  employers_check.agency_id,
  employers_check.candidate_id,
  employers_check.application_id,
  employers_check.reference_id
