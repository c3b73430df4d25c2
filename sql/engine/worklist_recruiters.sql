-- statement: worklist_recruiters
-- summary: The recruiters that a word means: their id at the source, email or name; without a word, all who work here.
SELECT
  recruiter.recruiter_id,
  recruiter.external_id,
  recruiter.name,
  recruiter.email
FROM recruiter
WHERE recruiter.agency_id = :agency
  AND CASE
    WHEN nullif(:'wanted', '') IS NULL THEN recruiter.active
    ELSE recruiter.external_id = :'wanted'
      OR lower(recruiter.email) = lower(btrim(:'wanted'))
      OR lower(recruiter.name) = lower(btrim(:'wanted'))
  END
ORDER BY
  recruiter.external_id,
  recruiter.recruiter_id
