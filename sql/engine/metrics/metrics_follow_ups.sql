-- statement: metrics_follow_ups
-- summary: The open follow-ups of each rule, and how many of them are overdue; apart from these the backlog, as the reports of these names count.
-- A rule that is planned and asks nothing now is told with 0, so that its line does not come and go.
SELECT
  listed.rule,
  count(listed.due_at) FILTER (WHERE NOT listed.is_history) AS open,
  count(listed.due_at) FILTER (WHERE NOT listed.is_history AND listed.due_at < :'as_of'::timestamptz) AS overdue,
  count(listed.due_at) FILTER (WHERE listed.is_history) AS backlog
FROM (
  SELECT
    rule_in_force.rule,
    NULL::timestamptz AS due_at,
    false AS is_history
  FROM rule_in_force
  WHERE rule_in_force.agency_id = :agency
  UNION ALL
  SELECT
    follow_up.rule,
    follow_up.due_at,
    is_history(follow_up.due_at, practice)
  FROM follow_up
  JOIN practice
    ON practice.agency_id = follow_up.agency_id
  WHERE follow_up.agency_id = :agency
    AND follow_up.closes_at > :'as_of'::timestamptz
    AND follow_up.asked_from <= :'as_of'::timestamptz
) AS listed
GROUP BY listed.rule
ORDER BY listed.rule
