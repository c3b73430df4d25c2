-- statement: nudge_untold
-- summary: The recruiters whose nudges reach nobody: they, their cover and their manager are all away or cannot be written to.
SELECT
  one_line(recruiter.name) AS recruiter,
  count(DISTINCT owed.follow_up_id) AS follow_ups,
  min(owed.follow_up_id) AS example
FROM nudges_owed(:agency, :'as_of'::timestamptz, :'rules'::jsonb, :'escalations'::jsonb) AS owed
JOIN follow_up
  ON follow_up.agency_id = :agency
  AND follow_up.candidate_id = owed.candidate_id
  AND follow_up.follow_up_id = owed.follow_up_id
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = follow_up.recruiter_id
WHERE owed.verdict = 'nobody'
GROUP BY
  recruiter.recruiter_id,
  recruiter.name
ORDER BY
  recruiter.name,
  recruiter.recruiter_id
