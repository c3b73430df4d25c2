-- report: highlights
-- title: What a manager should know
-- summary: What got better, what got worse, and who needs help, compared with the days before?
-- grain: one row per sentence; of each kind those that matter most, the most first
-- personal: yes
-- param: from = monday - 1 weeks -- the first day of the period; it is compared with as many days before it
-- param: to = monday - 1 days -- the last day of the period
-- param: per_kind = 4 -- sentences of each kind, at most
-- param: minimum = 5 -- of fewer follow-ups, nothing is said about a recruiter's share or number
-- param: points = 10 -- percentage points by which a recruiter's share has to change
-- param: agency_points = 3 -- percentage points by which the agency's share has to change
-- param: help_below = 60 -- percent done in time below which a recruiter needs help
-- column: kind -- better, worse or help
-- column: sentence -- what to know, with its numbers
-- column: report -- the report that shows more
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- the recruiter it is about; empty: the agency
-- column: client_id -- the client's id at the source
-- column: client -- the client it is about
-- column: value -- the number it rests on
-- column: value_before -- the same in the days before
-- example: --columns kind,sentence
WITH span AS MATERIALIZED (
  SELECT
    :'from'::date - (:'to'::date - :'from'::date + 1) AS before_on,
    least(at_local(:'from'::date, '00:00', practice), :'as_of'::timestamptz) AS begins_at,
    least(at_local(:'to'::date + 1, '00:00', practice), :'as_of'::timestamptz) AS ends_at,
    at_local(:'from'::date - (:'to'::date - :'from'::date + 1), '00:00', practice) AS before_at,
    CASE :'to'::date - :'from'::date
      WHEN 0 THEN 'the day before'
      WHEN 6 THEN 'the week before'
      ELSE format('the %s days before', :'to'::date - :'from'::date + 1)
    END AS before_in_words
  FROM practice
  WHERE practice.agency_id = :agency
),
due AS MATERIALIZED (
  SELECT
    due.recruiter_id,
    due.rule,
    due.due_on >= :'from'::date AS is_now,
    due.ended
  FROM span
  CROSS JOIN LATERAL follow_ups_due(:agency, span.before_on, :'to'::date, :'as_of'::timestamptz) AS due
  WHERE due.ended <> 'skipped'
),
-- The row without a recruiter is the agency's.
done AS (
  SELECT
    due.recruiter_id,
    count(*) FILTER (WHERE due.is_now) AS due,
    count(*) FILTER (WHERE due.is_now AND due.ended = 'in time') AS in_time,
    count(*) FILTER (WHERE NOT due.is_now) AS due_before,
    round(100.0 * count(*) FILTER (WHERE due.is_now AND due.ended = 'in time') / nullif(count(*) FILTER (WHERE due.is_now), 0))
      AS percent,
    round(100.0 * count(*) FILTER (WHERE NOT due.is_now AND due.ended = 'in time') / nullif(count(*) FILTER (WHERE NOT due.is_now), 0))
      AS percent_before
  FROM due
  GROUP BY GROUPING SETS ((due.recruiter_id), ())
),
thanked AS (
  SELECT
    due.recruiter_id,
    count(*) FILTER (WHERE due.is_now) AS due,
    count(*) FILTER (WHERE due.is_now AND due.ended <> 'in time') AS failed,
    count(*) FILTER (WHERE NOT due.is_now) AS due_before,
    count(*) FILTER (WHERE NOT due.is_now AND due.ended <> 'in time') AS failed_before
  FROM due
  WHERE due.rule = 'thank_you_email'
  GROUP BY GROUPING SETS ((due.recruiter_id), ())
),
overdue AS (
  SELECT
    late.recruiter_id,
    count(*) FILTER (WHERE late.is_now) AS follow_ups,
    count(*) FILTER (WHERE NOT late.is_now) AS follow_ups_before
  FROM (
    SELECT
      late.recruiter_id,
      true AS is_now
    FROM span
    CROSS JOIN LATERAL follow_ups_overdue(:agency, span.ends_at) AS late
    UNION ALL
    SELECT
      late.recruiter_id,
      false
    FROM span
    CROSS JOIN LATERAL follow_ups_overdue(:agency, span.begins_at) AS late
  ) AS late
  GROUP BY late.recruiter_id
),
load AS (
  SELECT
    due.recruiter_id,
    sum(due.minutes)::bigint AS minutes,
    sum(due.daily_minutes)::bigint AS has_minutes
  FROM minutes_due(:agency, :'as_of'::timestamptz, 5) AS due
  GROUP BY due.recruiter_id
),
scope AS MATERIALIZED (
  SELECT DISTINCT
    :agency::integer AS agency_id,
    concerned.candidate_id
  FROM span
  CROSS JOIN LATERAL candidates_concerned(:agency, span.before_at) AS concerned
  UNION ALL
  -- Touches in which no candidate takes part and that name none.
  SELECT
    :agency::integer,
    NULL::bigint
),
breach AS MATERIALIZED (
/* include: guardrails */
),
breached AS (
  SELECT
    breach.guardrail,
    count(*) FILTER (WHERE breach.at >= span.begins_at) AS breaches,
    count(*) FILTER (WHERE breach.at < span.begins_at) AS breaches_before
  FROM breach
  CROSS JOIN span
  WHERE breach.at >= span.before_at
    AND breach.at < span.ends_at
  GROUP BY breach.guardrail
),
undelivered AS (
  SELECT
    count(*) FILTER (WHERE message.state = 'failed') AS failed,
    count(*) FILTER (WHERE message.state = 'uncertain') AS uncertain
  FROM span
  JOIN message
    ON message.agency_id = :agency
    AND message.local_date BETWEEN :'from'::date - 1 AND :'to'::date + 1
    AND message.created_at >= span.begins_at
    AND message.created_at < span.ends_at
  WHERE message.state IN ('failed', 'uncertain')
),
line AS (
  SELECT
    CASE WHEN done.percent > done.percent_before THEN 'better' ELSE 'worse' END AS kind,
    1000.0 AS weight,
    format(
      'The agency did %s %% of its follow-ups in time (%s of %s), %s.',
      done.percent,
      done.in_time,
      done.due,
      change_in_words(done.percent, done.percent_before, ' %')
    ) AS sentence,
    'on_time' AS report,
    NULL::bigint AS recruiter_id,
    done.percent AS value,
    done.percent_before AS value_before
  FROM done
  WHERE done.recruiter_id IS NULL
    AND least(done.due, done.due_before) >= :minimum::integer
    AND abs(done.percent - done.percent_before) >= greatest(:agency_points::integer, 1)
  UNION ALL
  SELECT
    CASE WHEN done.percent > done.percent_before THEN 'better' ELSE 'worse' END,
    abs(done.percent - done.percent_before) * sqrt(least(done.due, done.due_before)),
    format(
      '%s did %s %% of the follow-ups in time (%s of %s), %s.',
      recruiter.name,
      done.percent,
      done.in_time,
      done.due,
      change_in_words(done.percent, done.percent_before, ' %')
    ),
    'on_time',
    done.recruiter_id,
    done.percent,
    done.percent_before
  FROM done
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = done.recruiter_id
  WHERE recruiter.active
    AND least(done.due, done.due_before) >= :minimum::integer
    AND abs(done.percent - done.percent_before) >= greatest(:points::integer, 1)
  UNION ALL
  SELECT
    'help',
    (:help_below::integer - done.percent) * sqrt(done.due),
    format('%s did only %s %% of the follow-ups in time (%s of %s).', recruiter.name, done.percent, done.in_time, done.due),
    'on_time',
    done.recruiter_id,
    done.percent,
    done.percent_before
  FROM done
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = done.recruiter_id
  WHERE recruiter.active
    AND done.due >= :minimum::integer
    AND done.percent < :help_below::integer
  UNION ALL
  SELECT
    CASE WHEN overdue.follow_ups < overdue.follow_ups_before THEN 'better' ELSE 'worse' END,
    10.0 * abs(overdue.follow_ups - overdue.follow_ups_before),
    format(
      '%s ended with %s overdue, %s.',
      recruiter.name,
      CASE overdue.follow_ups WHEN 0 THEN 'nothing' ELSE counted(overdue.follow_ups, 'follow-up') END,
      change_in_words(overdue.follow_ups, overdue.follow_ups_before, '')
    ),
    'aging',
    overdue.recruiter_id,
    overdue.follow_ups,
    overdue.follow_ups_before
  FROM overdue
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = overdue.recruiter_id
  WHERE recruiter.active
    AND abs(overdue.follow_ups - overdue.follow_ups_before) >= greatest(:minimum::integer, 1)
    AND abs(overdue.follow_ups - overdue.follow_ups_before) * 4 >= overdue.follow_ups_before
  UNION ALL
  SELECT
    CASE WHEN thanked.failed * thanked.due_before < thanked.failed_before * thanked.due THEN 'better' ELSE 'worse' END,
    900.0,
    format(
      '%s of %s interviewers were not thanked in time; %s: %s of %s.',
      thanked.failed,
      thanked.due,
      span.before_in_words,
      thanked.failed_before,
      thanked.due_before
    ),
    'missed_thank_yous',
    NULL,
    thanked.failed,
    thanked.failed_before
  FROM thanked
  CROSS JOIN span
  WHERE thanked.recruiter_id IS NULL
    AND least(thanked.due, thanked.due_before) >= :minimum::integer
    AND abs(thanked.failed - thanked.failed_before) >= 2
    AND abs(100.0 * thanked.failed / thanked.due - 100.0 * thanked.failed_before / thanked.due_before) >= :points::integer
  UNION ALL
  SELECT
    'help',
    20.0 * thanked.failed,
    format('%s of %s interviewers whom candidates of %s met were not thanked in time.', thanked.failed, thanked.due, recruiter.name),
    'missed_thank_yous',
    thanked.recruiter_id,
    thanked.failed,
    thanked.failed_before
  FROM thanked
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = thanked.recruiter_id
  WHERE recruiter.active
    AND thanked.failed >= 3
    AND thanked.failed * 2 >= thanked.due
  UNION ALL
  SELECT
    'worse',
    50.0 * (breached.breaches - breached.breaches_before),
    format(
      'The guardrail "%s" was breached %s; %s: %s.',
      replace(breached.guardrail, '_', ' '),
      times_in_words(breached.breaches),
      span.before_in_words,
      times_in_words(breached.breaches_before)
    ),
    'breaches',
    NULL,
    breached.breaches,
    breached.breaches_before
  FROM breached
  CROSS JOIN span
  WHERE breached.breaches > breached.breaches_before
  UNION ALL
  SELECT
    'better',
    50.0 * (breached.breaches_before - breached.breaches),
    format(
      'The guardrail "%s" was %s; %s: %s.',
      replace(breached.guardrail, '_', ' '),
      CASE breached.breaches WHEN 0 THEN 'not breached' ELSE 'breached ' || times_in_words(breached.breaches) END,
      span.before_in_words,
      times_in_words(breached.breaches_before)
    ),
    'breaches',
    NULL,
    breached.breaches,
    breached.breaches_before
  FROM breached
  CROSS JOIN span
  WHERE breached.breaches_before - breached.breaches >= greatest(:minimum::integer, 1)
  UNION ALL
  SELECT
    'help',
    100.0 * load.minutes / load.has_minutes,
    format(
      '%s has %s minutes of follow-ups for the next 5 working days, and %s minutes for them.',
      recruiter.name,
      load.minutes,
      load.has_minutes
    ),
    'workload',
    load.recruiter_id,
    load.minutes,
    NULL
  FROM load
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = load.recruiter_id
  WHERE recruiter.active
    AND load.minutes > load.has_minutes
  UNION ALL
  SELECT
    'help',
    60.0 * count(*),
    CASE count(*)
      WHEN 1 THEN format('1 placed candidate of %s was not asked how the new job goes when that was due.', recruiter.name)
      ELSE format('%s times a placed candidate of %s was not asked how the new job goes when that was due.', count(*), recruiter.name)
    END,
    'placements_starting',
    recruiter.recruiter_id,
    count(*),
    NULL
  FROM due
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = due.recruiter_id
  WHERE due.is_now
    AND due.rule = 'placement_check_in'
    AND due.ended IN ('overdue', 'missed')
    AND recruiter.active
  GROUP BY
    recruiter.recruiter_id,
    recruiter.name
  UNION ALL
  SELECT
    'help',
    500.0,
    concat_ws(
      ' and ',
      CASE WHEN undelivered.failed > 0 THEN counted(undelivered.failed, 'mail') || ' could not be delivered' END,
      CASE WHEN undelivered.uncertain > 0 THEN 'of ' || counted(undelivered.uncertain, 'mail') || ' it is not known' END
    ) || '; somebody has to look.',
    'messages',
    NULL,
    undelivered.failed + undelivered.uncertain,
    NULL
  FROM undelivered
  WHERE undelivered.failed + undelivered.uncertain > 0
),
numbered AS (
  SELECT
    line.*,
    row_number() OVER (
      PARTITION BY line.kind, line.report
      ORDER BY line.weight DESC, line.sentence COLLATE "C"
    ) AS number
  FROM line
),
-- Two of each matter first, so that one matter does not leave the others without a place.
chosen AS (
  SELECT
    numbered.*,
    row_number() OVER (
      PARTITION BY numbered.kind
      ORDER BY numbered.number > 2, numbered.weight DESC, numbered.sentence COLLATE "C"
    ) AS place
  FROM numbered
)
SELECT
  chosen.kind,
  chosen.sentence,
  chosen.report,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  NULL::text AS client_id,
  NULL::text AS client,
  chosen.value,
  chosen.value_before
FROM chosen
LEFT JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = chosen.recruiter_id
WHERE chosen.place <= :per_kind::integer
ORDER BY
  CASE chosen.kind
    WHEN 'better' THEN 1
    WHEN 'worse' THEN 2
    ELSE 3
  END,
  chosen.place
