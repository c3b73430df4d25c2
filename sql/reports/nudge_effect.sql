-- report: nudge_effect
-- title: What reminders come to
-- summary: Are follow-ups done after a reminder by mail, and how soon?
-- summary: Nobody is reminded of what was done early, so the shares of all that were reminded and all that were not say nothing about each other.
-- summary: Of what was still open when it was due, they do: done_after_due_percent compares those with a reminder and those without.
-- grain: two rows per rule at most: follow-ups of which somebody was reminded by a mail that was sent before they ended, and the others
-- personal: no
-- param: from = monday - 12 weeks -- the first day on which they fell due
-- param: to = monday - 1 weeks -- the last day; the last days are left out, since what fell due then had no time to be done
-- param: recruiter = -- the recruiter's id; empty: all
-- param: within = 7 -- days after the due time within which late work counts as done after it
-- column: rule -- the rule
-- column: reminded -- yes: somebody was reminded before it ended; no: nobody was
-- column: follow_ups -- how many fell due, without what a person skipped
-- column: done -- of these: done, in time or late
-- column: done_percent -- done of follow_ups; not to be compared between yes and no
-- column: in_time -- done by the due time
-- column: median_hours -- half of those done were done within so many hours of the first reminder
-- column: p90_hours -- nine of ten were
-- column: done_within_a_day -- done within 24 hours of the first reminder
-- column: open_when_due -- of follow_ups: not done and still asked for when they were due
-- column: done_after_due -- of these: done within so many days (within) after it
-- column: done_after_due_percent -- done_after_due of open_when_due: compare yes with no
-- example: --limit 5 --columns rule,reminded,follow_ups,done,in_time,open_when_due,done_after_due,done_after_due_percent
SELECT
  due.rule,
  CASE WHEN first.reminded_at IS NULL THEN 'no' ELSE 'yes' END AS reminded,
  count(*) AS follow_ups,
  count(due.done_at) AS done,
  round(100.0 * count(due.done_at) / count(*), 1) AS done_percent,
  count(*) FILTER (WHERE due.ended = 'in time') AS in_time,
  round((percentile_cont(0.5) WITHIN GROUP (ORDER BY elapsed.hours))::numeric, 1) AS median_hours,
  round((percentile_cont(0.9) WITHIN GROUP (ORDER BY elapsed.hours))::numeric, 1) AS p90_hours,
  count(*) FILTER (WHERE elapsed.hours <= 24) AS done_within_a_day,
  count(*) FILTER (WHERE due.ended <> 'in time') AS open_when_due,
  count(*) FILTER (WHERE due.ended = 'late' AND elapsed.since_due <= :within::integer) AS done_after_due,
  round(
    100.0 * count(*) FILTER (WHERE due.ended = 'late' AND elapsed.since_due <= :within::integer)
      / nullif(count(*) FILTER (WHERE due.ended <> 'in time'), 0),
    1
  ) AS done_after_due_percent
FROM follow_ups_due(:agency, :'from'::date, :'to'::date, :'as_of'::timestamptz) AS due
JOIN follow_up
  ON follow_up.agency_id = :agency
  AND follow_up.candidate_id = due.candidate_id
  AND follow_up.follow_up_id = due.follow_up_id
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = due.recruiter_id
CROSS JOIN LATERAL (
  -- As of when the message was made: on a night that is repeated later, too.
  SELECT min(message.created_at) AS reminded_at
  FROM nudge_sent
  JOIN message
    ON message.agency_id = nudge_sent.agency_id
    AND message.message_id = nudge_sent.message_id
  WHERE nudge_sent.agency_id = :agency
    AND nudge_sent.candidate_id = due.candidate_id
    AND nudge_sent.follow_up_id = due.follow_up_id
    AND message.created_at < least(follow_up.closes_at, :'as_of'::timestamptz)
) AS first
CROSS JOIN LATERAL (
  SELECT
    (extract(epoch FROM due.done_at - first.reminded_at) / 3600)::numeric AS hours,
    (extract(epoch FROM due.done_at - due.due_at) / 86400)::numeric AS since_due
) AS elapsed
WHERE due.ended <> 'skipped'
  AND (:'recruiter' = '' OR recruiter.external_id = :'recruiter')
GROUP BY
  due.rule,
  first.reminded_at IS NULL
ORDER BY
  due.rule COLLATE "C",
  first.reminded_at IS NULL
