-- report: aging
-- title: Overdue follow-ups by age
-- summary: How long have the open follow-ups been overdue, and with whom?
-- grain: one row per recruiter who has overdue follow-ups, without the backlog; the most first
-- personal: yes
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- the recruiter whose follow-ups they are, whoever stands in
-- column: overdue -- open follow-ups past the moment at which they were due
-- column: up_to_1_day -- of these: overdue by up to 24 hours
-- column: days_2_to_3 -- by more than that, up to 3 days
-- column: days_4_to_7 -- up to 7 days
-- column: days_8_to_14 -- up to 14 days
-- column: days_15_to_30 -- up to 30 days
-- column: over_30_days -- longer
-- column: snoozed -- of all of these: hidden from the list until a later day
-- column: oldest_due_at -- when the oldest of them was due
-- column: median_days -- half of them are overdue for longer
-- chart: stacked bars of up_to_1_day, days_2_to_3, days_4_to_7, days_8_to_14, days_15_to_30, over_30_days by recruiter
-- example: --columns recruiter,overdue,days_8_to_14,days_15_to_30,over_30_days,median_days
SELECT
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  counted.overdue,
  counted.up_to_1_day,
  counted.days_2_to_3,
  counted.days_4_to_7,
  counted.days_8_to_14,
  counted.days_15_to_30,
  counted.over_30_days,
  counted.snoozed,
  counted.oldest_due_at,
  counted.median_days
FROM (
  SELECT
    late.recruiter_id,
    count(*) AS overdue,
    count(*) FILTER (WHERE late.overdue_days <= 1) AS up_to_1_day,
    count(*) FILTER (WHERE late.overdue_days > 1 AND late.overdue_days <= 3) AS days_2_to_3,
    count(*) FILTER (WHERE late.overdue_days > 3 AND late.overdue_days <= 7) AS days_4_to_7,
    count(*) FILTER (WHERE late.overdue_days > 7 AND late.overdue_days <= 14) AS days_8_to_14,
    count(*) FILTER (WHERE late.overdue_days > 14 AND late.overdue_days <= 30) AS days_15_to_30,
    count(*) FILTER (WHERE late.overdue_days > 30) AS over_30_days,
    count(*) FILTER (WHERE late.is_snoozed) AS snoozed,
    min(late.due_at) AS oldest_due_at,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY late.overdue_days))::numeric, 1) AS median_days
  FROM follow_ups_overdue(:agency, :'as_of'::timestamptz) AS late
  GROUP BY late.recruiter_id
) AS counted
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = counted.recruiter_id
ORDER BY
  counted.overdue DESC,
  recruiter.name COLLATE "C",
  recruiter.external_id COLLATE "C",
  recruiter.recruiter_id
