-- statement: plan_candidates
-- summary: How many candidates the agency has; asked where somebody watches how far a replay has come.
SELECT count(*)::integer AS candidates
FROM candidate
WHERE candidate.agency_id = :agency
