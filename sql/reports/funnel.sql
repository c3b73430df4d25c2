-- report: funnel
-- title: From submission to placement
-- summary: How many applications that began in the period reached which stage, and how long did each stage take?
-- grain: one row per stage, and per recruiter and client as far as by names them
-- personal: yes
-- param: by = -- some of recruiter, client: what a row stands for beside the stage
-- param: from = today - 182 days -- the first day of the applications' beginnings
-- param: to = today -- the last day of the applications' beginnings
-- param: recruiter = -- only job orders of the recruiter with this id; empty: all
-- param: client = -- only the client with this id; empty: all
-- column: recruiter_id -- the id of the job order's recruiter at the source
-- column: recruiter -- the job order's recruiter
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: place -- the stage's place in the order of stages
-- column: stage -- the stage; accepted: those whose decision is accepted
-- column: applications -- how many reached this stage or a later one; a stage that was passed over on the way counts
-- column: of_all_percent -- of the applications that began
-- column: conversion_percent -- of those that reached the stage before
-- column: there_now -- how many are in this stage at as_of
-- column: lost_here -- how many came this far and no further: rejected, declined or withdrawn
-- column: median_days -- days that half of those that left the stage had been in it at most
-- column: waiting_days -- days that the one that has been in it longest is in it now
-- chart: bars of applications by stage
-- example: --columns stage,applications,of_all_percent,conversion_percent,there_now,lost_here,median_days,waiting_days
WITH bounds AS (
  SELECT
    at_local(:'from'::date, '00:00', practice) AS since,
    least(at_local(:'to'::date + 1, '00:00', practice), :'as_of'::timestamptz) AS until
  FROM practice
  WHERE practice.agency_id = :agency
),
entered AS (
  SELECT
    application_stage.candidate_id,
    application_stage.application_id
  FROM application_stage
  WHERE application_stage.agency_id = :agency
    AND application_stage.since >= (SELECT bounds.since FROM bounds)
    AND application_stage.since < (SELECT bounds.until FROM bounds)
  UNION
  SELECT
    application.candidate_id,
    application.application_id
  FROM application
  WHERE application.agency_id = :agency
    AND application.stage_since >= (SELECT bounds.since FROM bounds)
    AND application.stage_since < (SELECT bounds.until FROM bounds)
),
entry AS (
  SELECT
    entered.candidate_id,
    entered.application_id,
    entry.place,
    entry.since,
    lead(entry.since) OVER in_order AS left_at,
    min(entry.since) OVER (PARTITION BY entered.candidate_id, entered.application_id) AS began_at
  FROM entered
  CROSS JOIN LATERAL (
    SELECT DISTINCT
      stage_entry.place,
      stage_entry.since
    FROM stage_entry
    WHERE stage_entry.agency_id = :agency
      AND stage_entry.candidate_id = entered.candidate_id
      AND stage_entry.application_id = entered.application_id
      AND stage_entry.since <= :'as_of'::timestamptz
    OFFSET 0
  ) AS entry
  WINDOW in_order AS (
    PARTITION BY entered.candidate_id, entered.application_id
    ORDER BY entry.since, entry.place
  )
),
progress AS (
  SELECT
    entry.candidate_id,
    entry.application_id,
    entry.place,
    entry.since,
    entry.left_at,
    CASE WHEN 'recruiter' = ANY (string_to_array(:'by', ',')) THEN recruiter.external_id END AS recruiter_id,
    CASE WHEN 'recruiter' = ANY (string_to_array(:'by', ',')) THEN recruiter.name END AS recruiter,
    CASE WHEN 'client' = ANY (string_to_array(:'by', ',')) THEN client.external_id END AS client_id,
    CASE WHEN 'client' = ANY (string_to_array(:'by', ',')) THEN client.name END AS client,
    application.decision = 'accepted' AND coalesce(application.decided_at <= :'as_of'::timestamptz, true) AS is_accepted,
    application.decision IS NULL OR application.decided_at > :'as_of'::timestamptz AS is_open
  FROM entry
  CROSS JOIN LATERAL (
    SELECT application_terms.*
    FROM application_terms
    WHERE application_terms.agency_id = :agency
      AND application_terms.candidate_id = entry.candidate_id
      AND application_terms.application_id = entry.application_id
    OFFSET 0
  ) AS application
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = application.job_order_recruiter_id
  JOIN client
    ON client.agency_id = :agency
    AND client.client_id = application.client_id
  WHERE entry.began_at >= (SELECT bounds.since FROM bounds)
    AND (:'recruiter' = '' OR recruiter.external_id = :'recruiter')
    AND (:'client' = '' OR client.external_id = :'client')
),
reached AS (
  SELECT
    progress.recruiter_id,
    progress.recruiter,
    progress.client_id,
    progress.client,
    progress.candidate_id,
    progress.application_id,
    -- Whoever is rejected is decided too, but has not come to an offer by that.
    CASE
      WHEN bool_or(progress.is_accepted) THEN 5
      ELSE coalesce(max(progress.place) FILTER (WHERE progress.place < 5), 1)
    END AS place,
    bool_or(progress.is_open) AS is_open
  FROM progress
  GROUP BY
    progress.recruiter_id,
    progress.recruiter,
    progress.client_id,
    progress.client,
    progress.candidate_id,
    progress.application_id
),
counted AS (
  SELECT
    reached.recruiter_id,
    reached.recruiter,
    reached.client_id,
    reached.client,
    stage.place,
    stage.name,
    count(*) FILTER (WHERE reached.place >= stage.place) AS applications,
    count(*) FILTER (WHERE reached.place = stage.place AND NOT reached.is_open AND stage.place < 5) AS lost_here,
    count(*) AS began
  FROM reached
  CROSS JOIN unnest(ARRAY['submitted', 'interviewing', 'reference_check', 'offer', 'accepted'])
    WITH ORDINALITY AS stage (name, place)
  GROUP BY
    reached.recruiter_id,
    reached.recruiter,
    reached.client_id,
    reached.client,
    stage.place,
    stage.name
),
lasted AS (
  SELECT
    progress.recruiter_id,
    progress.client_id,
    progress.place,
    count(*) FILTER (WHERE progress.left_at IS NULL AND progress.is_open) AS there_now,
    round(
      percentile_cont(0.5) WITHIN GROUP (
        ORDER BY days_between(progress.since, progress.left_at)::float8
      ) FILTER (WHERE progress.left_at IS NOT NULL)::numeric,
      1
    ) AS median_days,
    max(days_between(progress.since, :'as_of'::timestamptz)) FILTER (WHERE progress.left_at IS NULL AND progress.is_open)
      AS waiting_days
  FROM progress
  GROUP BY
    progress.recruiter_id,
    progress.client_id,
    progress.place
)
SELECT
  counted.recruiter_id,
  counted.recruiter,
  counted.client_id,
  counted.client,
  counted.place,
  counted.name AS stage,
  counted.applications,
  round(100.0 * counted.applications / counted.began, 1) AS of_all_percent,
  round(
    100.0 * counted.applications / nullif(
      lag(counted.applications) OVER (PARTITION BY counted.recruiter_id, counted.client_id ORDER BY counted.place),
      0
    ),
    1
  ) AS conversion_percent,
  coalesce(lasted.there_now, 0) AS there_now,
  counted.lost_here,
  lasted.median_days,
  lasted.waiting_days
FROM counted
LEFT JOIN lasted
  ON lasted.recruiter_id IS NOT DISTINCT FROM counted.recruiter_id
  AND lasted.client_id IS NOT DISTINCT FROM counted.client_id
  AND lasted.place = counted.place
  AND lasted.place < 5
ORDER BY
  counted.recruiter COLLATE "C",
  counted.recruiter_id COLLATE "C",
  counted.client COLLATE "C",
  counted.client_id COLLATE "C",
  counted.place
