-- word: first_interview
-- summary: The earliest interview of each application that was not cancelled.
SELECT DISTINCT ON (standing_interview.agency_id, standing_interview.candidate_id, standing_interview.application_id)
  standing_interview.*
FROM standing_interview
ORDER BY
  standing_interview.agency_id,
  standing_interview.candidate_id,
  standing_interview.application_id,
  standing_interview.starts_at,
  standing_interview.external_id
