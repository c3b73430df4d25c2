-- report: backlog
-- summary: What was due before the policy in_force_from and is open at as_of, one row per follow-up, the latest first: on no list and never nudged.
SELECT late.*
FROM late_follow_ups(:agency, :'as_of'::timestamptz) AS late
JOIN practice
  ON practice.agency_id = :agency
WHERE is_history(late.due_at, practice)
ORDER BY
  late.due_at DESC,
  late.rule COLLATE "C",
  late.candidate_id COLLATE "C",
  late.follow_up_id
