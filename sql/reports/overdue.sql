-- report: overdue
-- summary: What is overdue at as_of, one row per open follow-up past its due time, the latest first; the backlog is a report of its own.
SELECT late.*
FROM late_follow_ups(:agency, :'as_of'::timestamptz) AS late
JOIN practice
  ON practice.agency_id = :agency
WHERE NOT is_history(late.due_at, practice)
ORDER BY
  late.due_at DESC,
  late.rule COLLATE "C",
  late.candidate_id COLLATE "C",
  late.follow_up_id
