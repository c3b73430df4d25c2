-- statement: import_removed_recruiters
-- summary: Recruiters whom an import added go, as other rows do; managers go with those whom they manage, and stay while one of these stays.
WITH
/* include: judged */,
staying AS MATERIALIZED (
  WITH RECURSIVE chain AS (
    SELECT
      recruiter.recruiter_id,
      recruiter.manager_id
    FROM recruiter
    WHERE recruiter.agency_id = :agency
      AND recruiter.recruiter_id NOT IN (SELECT judged.recruiter_id FROM judged WHERE judged.reason IS NULL)
    UNION
    SELECT
      manager.recruiter_id,
      manager.manager_id
    FROM chain
    JOIN recruiter AS manager
      ON manager.agency_id = :agency
      AND manager.recruiter_id = chain.manager_id
  )
  SELECT chain.recruiter_id
  FROM chain
),
told_managers AS (
  INSERT INTO import_out (agency_id, import_id, target, key, named, reason)
  SELECT
    :agency::integer,
    :import::bigint,
    'recruiters',
    judged.key,
    true,
    'stays: recruiters refer to it'
  FROM judged
  WHERE judged.reason IS NULL
    AND judged.recruiter_id IN (SELECT staying.recruiter_id FROM staying)
)
DELETE FROM recruiter
USING judged
WHERE judged.reason IS NULL
  AND recruiter.agency_id = :agency
  AND recruiter.recruiter_id = judged.recruiter_id
  AND recruiter.recruiter_id NOT IN (SELECT staying.recruiter_id FROM staying)
