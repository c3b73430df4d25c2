-- word: person_told_outcome
-- summary: Each time that a person, on any of their rows, was told how an application ended that names or uses them.
SELECT DISTINCT
  told.agency_id,
  reference.person,
  told.application_id,
  told.external_id,
  told.happened_at
FROM outcome_told AS told
JOIN reference_contact AS reference USING (agency_id, candidate_id, reference_id)
LEFT JOIN used_reference USING (agency_id, candidate_id, application_id, reference_id)
WHERE told.is_named
  OR used_reference.used_from IS NOT NULL
