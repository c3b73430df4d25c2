-- statement: plan_replay
-- summary: What fell due on some days, how it ended and what was to be done each morning, for the next candidates: as the follow-ups stand, and as the rules ask for with the policy of this transaction. It only reads.
-- nullable: day, last_candidate
-- What each day would have shown is worked out from the facts as they are known today, not from what was known on the day.
WITH scope AS MATERIALIZED (
  SELECT
    candidate.agency_id,
    candidate.candidate_id
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id > :after
  ORDER BY candidate.candidate_id
  LIMIT :batch
),
/* include: practice */
/* include: facts */
/* include: words */
desired AS (
/* include: rules */
),
/* include: difference */
action AS (
  SELECT *
  FROM jsonb_to_recordset(:'rules'::jsonb) AS rule (rule text, minutes integer)
),
follow_up_then AS (
  -- What differs is as it is wanted; all else is as it stands.
  SELECT
    each.side,
    existing.rule,
    existing.recruiter_id,
    existing.asked_from,
    existing.asked_until,
    existing.opens_at,
    existing.due_at,
    existing.expires_at,
    existing.done_at,
    existing.skipped_at
  FROM existing
  CROSS JOIN (VALUES ('now'), ('then')) AS each (side)
  WHERE each.side = 'now'
    OR NOT EXISTS (
      SELECT
      FROM difference
      WHERE difference.stands
        AND difference.candidate_id = existing.candidate_id
        AND difference.rule = existing.rule
        AND coalesce(difference.application_id, 0) = coalesce(existing.application_id, 0)
        AND coalesce(difference.interview_id, 0) = coalesce(existing.interview_id, 0)
        AND coalesce(difference.contact_id, 0) = coalesce(existing.contact_id, 0)
        AND coalesce(difference.reference_id, 0) = coalesce(existing.reference_id, 0)
        AND difference.occurrence = existing.occurrence
    )
  UNION ALL
  SELECT
    'then',
    difference.rule,
    difference.recruiter_id,
    difference.asked_from,
    difference.asked_until,
    difference.opens_at,
    difference.due_at,
    difference.expires_at,
    difference.done_at,
    CASE
      WHEN NOT skip_is_over(difference.rule, difference.skipped_at, difference.anchor_at, :'moved_on') THEN difference.skipped_at
    END
  FROM difference
  WHERE difference.is_wanted
),
follow_up_of AS MATERIALIZED (
  SELECT
    follow_up_then.*,
    action.minutes,
    CASE :'by'
      WHEN 'recruiter' THEN coalesce(recruiter.name || ' (' || recruiter.external_id || ')', 'no longer known')
      WHEN 'rule' THEN follow_up_then.rule
      ELSE ''
    END AS place,
    practice.time_zone,
    follow_up_state(
      :'as_of'::timestamptz,
      follow_up_then.asked_from,
      follow_up_then.asked_until,
      follow_up_then.expires_at,
      follow_up_then.done_at,
      follow_up_then.skipped_at
    ) AS state
  FROM follow_up_then
  CROSS JOIN practice
  LEFT JOIN action
    ON action.rule = follow_up_then.rule
  LEFT JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = follow_up_then.recruiter_id
  WHERE follow_up_then.due_at >= coalesce(practice.in_force_from::timestamp AT TIME ZONE practice.time_zone, '-infinity')
    AND follow_up_then.asked_from < ((:'until'::date + 1)::timestamp AT TIME ZONE practice.time_zone)
),
due AS (
  SELECT
    follow_up_of.side,
    follow_up_of.place,
    (follow_up_of.due_at AT TIME ZONE follow_up_of.time_zone)::date AS day,
    count(*) AS due,
    count(*) FILTER (WHERE follow_up_of.state = 'done' AND follow_up_of.done_at <= follow_up_of.due_at) AS in_time,
    count(*) FILTER (WHERE follow_up_of.state <> 'skipped') AS counted
  FROM follow_up_of
  WHERE (follow_up_of.due_at AT TIME ZONE follow_up_of.time_zone)::date BETWEEN :'from'::date AND :'until'::date
    AND follow_up_of.due_at < :'as_of'::timestamptz
    AND follow_up_of.state <> 'not yet'
    -- What was not asked for any more when it would have been due was owed by nobody.
    AND NOT (follow_up_of.state = 'cancelled' AND follow_up_of.asked_until <= follow_up_of.due_at)
  GROUP BY
    follow_up_of.side,
    follow_up_of.place,
    (follow_up_of.due_at AT TIME ZONE follow_up_of.time_zone)::date
),
morning AS MATERIALIZED (
  SELECT
    each.day::date AS day,
    (each.day + time '09:00') AT TIME ZONE practice.time_zone AS at
  FROM practice
  CROSS JOIN LATERAL generate_series(:'from'::timestamp, :'until'::timestamp, '1 day') AS each (day)
  WHERE extract(isodow FROM each.day)::integer = ANY (practice.working_days)
    AND NOT each.day::date = ANY (practice.holidays)
),
load AS (
  SELECT
    follow_up_of.side,
    follow_up_of.place,
    morning.day,
    count(*) AS open,
    sum(coalesce(follow_up_of.minutes, 0)) AS minutes
  FROM morning
  JOIN follow_up_of
    ON follow_up_of.asked_from <= morning.at
    AND follow_up_of.opens_at <= morning.at
    AND (follow_up_of.done_at IS NULL OR follow_up_of.done_at > morning.at)
    AND (follow_up_of.asked_until IS NULL OR follow_up_of.asked_until > morning.at)
    AND (follow_up_of.expires_at IS NULL OR follow_up_of.expires_at > morning.at)
    AND (follow_up_of.skipped_at IS NULL OR follow_up_of.skipped_at > morning.at)
  GROUP BY
    follow_up_of.side,
    follow_up_of.place,
    morning.day
)
SELECT
  '' AS side,
  '' AS place,
  NULL::text AS day,
  count(*) AS candidates,
  max(scope.candidate_id) AS last_candidate,
  0::bigint AS due,
  0::bigint AS in_time,
  0::bigint AS counted,
  0::bigint AS open,
  0::bigint AS minutes
FROM scope
UNION ALL
SELECT
  due.side,
  due.place,
  due.day::text,
  0::bigint,
  NULL::bigint,
  due.due,
  due.in_time,
  due.counted,
  0::bigint,
  0::bigint
FROM due
UNION ALL
SELECT
  load.side,
  load.place,
  load.day::text,
  0::bigint,
  NULL::bigint,
  0::bigint,
  0::bigint,
  0::bigint,
  load.open,
  load.minutes
FROM load
