-- report: on_time
-- title: Follow-ups done in time
-- summary: Of what fell due in the period, how much was done in time?
-- grain: one row per recruiter, rule, client and week, as far as `by` names them
-- personal: yes
-- param: by = week -- some of recruiter, rule, client, week: what a row stands for
-- param: from = monday - 12 weeks -- the first day of the period
-- param: to = today -- the last day of the period
-- param: recruiter = -- the recruiter's id; empty: all
-- param: client = -- the client's id; empty: all
-- column: week -- the Monday of the week in which they fell due; empty unless by names week
-- column: recruiter_id -- the recruiter's id at the source; empty unless by names recruiter
-- column: recruiter -- the recruiter whose follow-ups they are
-- column: client_id -- the client's id at the source; empty unless by names client, and for follow-ups about no application
-- column: client -- the client whose job they are about
-- column: rule -- the rule that asked for them; empty unless by names rule
-- column: due -- how many fell due, without the backlog and without what was no longer asked for by then
-- column: in_time -- of these: done by the moment at which they were due
-- column: late -- done after it
-- column: missed -- not done, and too late now
-- column: lapsed -- not done when due, and no longer asked for since, as when the client spoke first
-- column: overdue -- still open
-- column: skipped -- a person said that it was not needed; not counted in the share
-- column: in_time_percent -- in_time of all that were due but not skipped
-- chart: stacked bars of in_time, late, missed, lapsed, overdue by week
-- example: -p by=recruiter --columns recruiter,due,in_time,late,missed,lapsed,overdue,in_time_percent
SELECT
  counted.week,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  client.external_id AS client_id,
  client.name AS client,
  counted.rule,
  counted.due,
  counted.in_time,
  counted.late,
  counted.missed,
  counted.lapsed,
  counted.overdue,
  counted.skipped,
  counted.in_time_percent
FROM (
  SELECT
    row_is.week,
    row_is.recruiter_id,
    row_is.client_id,
    row_is.rule,
    count(*) AS due,
    count(*) FILTER (WHERE due.ended = 'in time') AS in_time,
    count(*) FILTER (WHERE due.ended = 'late') AS late,
    count(*) FILTER (WHERE due.ended = 'missed') AS missed,
    count(*) FILTER (WHERE due.ended = 'lapsed') AS lapsed,
    count(*) FILTER (WHERE due.ended = 'overdue') AS overdue,
    count(*) FILTER (WHERE due.ended = 'skipped') AS skipped,
    round(
      100.0 * count(*) FILTER (WHERE due.ended = 'in time') / nullif(count(*) FILTER (WHERE due.ended <> 'skipped'), 0),
      1
    ) AS in_time_percent
  FROM follow_ups_due(:agency, :'from'::date, :'to'::date, :'as_of'::timestamptz) AS due
  JOIN recruiter AS owner
    ON owner.agency_id = :agency
    AND owner.recruiter_id = due.recruiter_id
  LEFT JOIN client AS concerned
    ON concerned.agency_id = :agency
    AND concerned.client_id = due.client_id
  CROSS JOIN LATERAL (
    SELECT
      CASE WHEN 'week' = ANY (string_to_array(:'by', ',')) THEN date_trunc('week', due.due_on::timestamp)::date END AS week,
      CASE WHEN 'recruiter' = ANY (string_to_array(:'by', ',')) THEN due.recruiter_id END AS recruiter_id,
      CASE WHEN 'client' = ANY (string_to_array(:'by', ',')) THEN due.client_id END AS client_id,
      CASE WHEN 'rule' = ANY (string_to_array(:'by', ',')) THEN due.rule END AS rule
  ) AS row_is
  WHERE (:'recruiter' = '' OR owner.external_id = :'recruiter')
    AND (:'client' = '' OR concerned.external_id = :'client')
  GROUP BY
    row_is.week,
    row_is.recruiter_id,
    row_is.client_id,
    row_is.rule
) AS counted
LEFT JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = counted.recruiter_id
LEFT JOIN client
  ON client.agency_id = :agency
  AND client.client_id = counted.client_id
ORDER BY
  counted.week,
  counted.in_time_percent,
  counted.due DESC,
  recruiter.external_id COLLATE "C",
  client.external_id COLLATE "C",
  counted.rule COLLATE "C",
  counted.recruiter_id,
  counted.client_id
