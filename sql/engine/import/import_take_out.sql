-- statement: import_take_out
-- summary: Takes out what the column deleted names; foreign keys and triggers remove what refers to it too.
WITH named AS MATERIALIZED (
  SELECT
    import_out.target,
    import_out.id
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.named
    AND import_out.id IS NOT NULL
),
/* include: targets */
recruiters AS (
  SELECT named.id
  FROM named
  WHERE named.target = 'recruiters'
)
DELETE FROM recruiter
USING recruiters
WHERE recruiter.agency_id = :agency
  AND recruiter.recruiter_id = recruiters.id
