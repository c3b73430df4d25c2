-- word: first_interview
-- summary: The earliest interview of each application that was not cancelled.
SELECT DISTINCT ON (valid_interview.agency_id, valid_interview.candidate_id, valid_interview.application_id)
  valid_interview.*
FROM valid_interview
ORDER BY
  valid_interview.agency_id,
  valid_interview.candidate_id,
  valid_interview.application_id,
  valid_interview.starts_at,
  valid_interview.external_id
