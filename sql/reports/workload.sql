-- report: workload
-- title: Work of the next days
-- summary: How many minutes of follow-ups has each recruiter on each of the next working days, and how many does the day have?
-- grain: one row per recruiter and working day of the agency, from today on; recruiters in the order of how full their fullest day is
-- personal: yes
-- param: days = 10 -- working days, today among them; at most 60
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- who does it: on a day on which the owner is away, whoever stands in
-- column: day -- the working day; what is due on a day off is due on the last working day before it
-- column: follow_ups -- follow-ups that are open today and due that day; what is overdue is on the first day
-- column: overdue -- of these: overdue already
-- column: minutes -- how long they take
-- column: expected_minutes -- how long those take that will be asked for and due by then if nothing else happens
-- column: daily_minutes -- minutes that the recruiter has for follow-ups a day
-- column: load_percent -- minutes of daily_minutes
-- column: away -- yes: the recruiter is not there that day; minutes on it have nobody who does them
-- chart: small multiples of minutes by day split by recruiter
-- example: --recruiter r04 --columns day,follow_ups,overdue,minutes,expected_minutes,daily_minutes,load_percent
SELECT
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  due.day,
  due.follow_ups,
  due.overdue,
  due.minutes,
  due.expected_minutes,
  due.daily_minutes,
  round(100.0 * due.minutes / nullif(due.daily_minutes, 0), 1) AS load_percent,
  CASE WHEN due.is_present THEN 'no' ELSE 'yes' END AS away
FROM minutes_due(:agency, :'as_of'::timestamptz, least(greatest(:days::integer, 1), 60)) AS due
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = due.recruiter_id
ORDER BY
  max(1.0 * due.minutes / nullif(due.daily_minutes, 0)) OVER (PARTITION BY due.recruiter_id) DESC NULLS LAST,
  recruiter.external_id COLLATE "C",
  recruiter.recruiter_id,
  due.day
