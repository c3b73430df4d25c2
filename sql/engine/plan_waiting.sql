-- statement: plan_waiting
-- summary: Whether a candidate after that one waits to be planned.
SELECT EXISTS (
  SELECT
  FROM dirty
  WHERE dirty.agency_id = :agency
    AND dirty.candidate_id > :after
) AS waiting
