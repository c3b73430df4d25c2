-- statement: worklist_recruiters
-- summary: The recruiters that a word means: their id at the source, email or name; else the start of a word in the names of those who work here; without a word, all who work here.
-- optional: wanted
WITH asked AS (
  SELECT lower(btrim(:'wanted')) AS word
),
known AS (
  SELECT
    recruiter.recruiter_id,
    recruiter.external_id,
    recruiter.name,
    recruiter.email,
    CASE
      WHEN asked.word IS NULL OR asked.word = '' THEN CASE WHEN recruiter.active THEN 1 END
      WHEN recruiter.external_id = :'wanted'
        OR lower(recruiter.email) = asked.word
        OR lower(recruiter.name) = asked.word THEN 1
      WHEN recruiter.active
        AND (starts_with(lower(recruiter.name), asked.word) OR position(' ' || asked.word IN lower(recruiter.name)) > 0)
        THEN 2
    END AS nearness
  FROM recruiter
  CROSS JOIN asked
  WHERE recruiter.agency_id = :agency
)
SELECT
  known.recruiter_id,
  known.external_id,
  known.name,
  known.email
FROM known
WHERE known.nearness = (
  SELECT min(nearest.nearness)
  FROM known AS nearest
)
ORDER BY
  known.external_id,
  known.recruiter_id
