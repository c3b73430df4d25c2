-- worklist: overview
-- summary: The manager's page: per recruiter what is overdue by age and the day's load, clients that are silent, breaches of the last week with names.
-- One row is one line of a section: head, recruiters, clients, breaches, as a JSON object of what the page shows. Recruiters are those who
-- work here or have a list; a list counts for whoever works it today. A client is silent while a check-in with them is open. Bars are
-- drawn 260 wide for the most overdue follow-ups that anybody has.
-- For a manager it is about their team: themselves and all who report to them, directly or not. Whoever reports to nobody, and a page that
-- is for nobody in particular, have everybody.
WITH RECURSIVE team AS (
  SELECT recruiter.recruiter_id
  FROM recruiter
  LEFT JOIN recruiter AS reader
    ON reader.agency_id = :agency
    AND reader.recruiter_id = nullif(:'manager', '')::bigint
  WHERE recruiter.agency_id = :agency
    AND (reader.manager_id IS NULL OR recruiter.recruiter_id = reader.recruiter_id)
  UNION
  SELECT led.recruiter_id
  FROM team
  JOIN recruiter AS led
    ON led.agency_id = :agency
    AND led.manager_id = team.recruiter_id
),
list AS MATERIALIZED (
  SELECT
    recruiter.recruiter_id,
    recruiter.external_id,
    recruiter.name,
    recruiter.active,
    duty.worker_id,
    duty.away_until,
    team.recruiter_id IS NOT NULL AS is_of_team,
    zone.name AS zone,
    coalesce(recruiter.daily_minutes, practice.daily_minutes) AS daily_minutes
  FROM recruiter
  JOIN practice USING (agency_id)
  JOIN recruiters_on_duty(:agency, :'as_of'::timestamptz) AS duty USING (recruiter_id)
  LEFT JOIN team USING (recruiter_id)
  CROSS JOIN LATERAL (SELECT coalesce(recruiter.time_zone, practice.time_zone) AS name) AS zone
  WHERE recruiter.agency_id = :agency
),
rule AS (
  SELECT
    rule.rule,
    rule.minutes
  FROM jsonb_to_recordset(:'rules'::jsonb) AS rule (rule text, minutes integer)
),
owed AS MATERIALIZED (
  SELECT
    owner.worker_id,
    owner.recruiter_id AS owner_id,
    follow_up.candidate_id,
    follow_up.follow_up_id,
    follow_up.rule,
    follow_up.application_id,
    follow_up.party_id,
    rule.minutes,
    follow_up.opens_at <= :'as_of'::timestamptz AS is_opened,
    list_bucket(:'as_of'::timestamptz, follow_up.due_at, worker.zone) AS bucket,
    :'as_of'::timestamptz - follow_up.due_at AS age
  FROM list AS owner
  JOIN list AS worker ON worker.recruiter_id = owner.worker_id
  JOIN practice ON practice.agency_id = :agency
  JOIN follow_up ON follow_up.recruiter_id = owner.recruiter_id
  JOIN rule ON rule.rule = follow_up.rule
  WHERE follow_up.agency_id = :agency
    AND owner.is_of_team
    AND follow_up.closes_at > :'as_of'::timestamptz
    AND follow_up.asked_from <= :'as_of'::timestamptz
    AND (follow_up.snoozed_until IS NULL OR follow_up.snoozed_until <= :'as_of'::timestamptz)
    AND NOT is_history(follow_up.due_at, practice)
),
load AS (
  SELECT
    owed.worker_id,
    count(*) FILTER (WHERE owed.bucket = 'overdue') AS overdue,
    count(*) FILTER (WHERE owed.bucket = 'overdue' AND owed.age <= interval '1 day') AS day_old,
    count(*) FILTER (WHERE owed.bucket = 'overdue' AND owed.age > interval '1 day' AND owed.age <= interval '7 days') AS week_old,
    count(*) FILTER (WHERE owed.bucket = 'overdue' AND owed.age > interval '7 days') AS older,
    count(*) FILTER (WHERE owed.bucket = 'today') AS today,
    coalesce(sum(owed.minutes) FILTER (WHERE owed.bucket <> 'upcoming'), 0) AS minutes
  FROM owed
  GROUP BY owed.worker_id
),
drawn AS (
  SELECT
    load.*,
    260.0 / greatest(max(load.overdue) OVER (), 1) AS unit
  FROM load
),
scope AS MATERIALIZED (
  SELECT DISTINCT
    :agency::integer AS agency_id,
    owed.candidate_id
  FROM owed
  UNION ALL
  SELECT
    :agency::integer,
    NULL::bigint
),
breach AS MATERIALIZED (
/* include: guardrails */
),
line AS (
  SELECT
    0 AS place,
    'head' AS section,
    0 AS weight,
    agency.name,
    jsonb_build_object(
      'agency', agency.name,
      'weekday', to_char(local.moment, 'FMDay'),
      'date', to_char(local.moment, 'FMDD FMMonth YYYY'),
      'iso_date', to_char(local.moment, 'YYYY-MM-DD'),
      'time', to_char(local.moment, 'HH24:MI'),
      'time_zone', practice.time_zone
    ) AS shown
  FROM agency
  JOIN practice USING (agency_id)
  CROSS JOIN LATERAL (SELECT :'as_of'::timestamptz AT TIME ZONE practice.time_zone AS moment) AS local
  WHERE agency.agency_id = :agency
  UNION ALL
  SELECT
    1,
    'recruiters',
    coalesce(drawn.overdue, 0),
    list.name,
    jsonb_build_object(
      'name', list.name,
      'short_name', CASE WHEN length(list.name) > 18 THEN left(list.name, 17) || '…' ELSE list.name END,
      'note', CASE
        WHEN list.worker_id <> list.recruiter_id AND NOT list.active THEN format('no longer works here; %s works the list', stand_in.name)
        WHEN list.worker_id <> list.recruiter_id THEN format('away until %s; %s works the list', day_in_words(list.away_until), stand_in.name)
        WHEN list.away_until IS NOT NULL THEN format('away until %s, and nobody covers', day_in_words(list.away_until))
      END,
      'overdue', coalesce(drawn.overdue, 0),
      'day_old', coalesce(drawn.day_old, 0),
      'week_old', coalesce(drawn.week_old, 0),
      'older', coalesce(drawn.older, 0),
      'today', coalesce(drawn.today, 0),
      'minutes', coalesce(drawn.minutes, 0),
      'daily_minutes', list.daily_minutes,
      'is_over', coalesce(drawn.minutes, 0) > list.daily_minutes,
      'older_width', round(coalesce(drawn.older * drawn.unit, 0)),
      'week_x', round(coalesce(drawn.older * drawn.unit, 0)),
      'week_width', round(coalesce(drawn.week_old * drawn.unit, 0)),
      'day_x', round(coalesce((drawn.older + drawn.week_old) * drawn.unit, 0)),
      'day_width', round(coalesce(drawn.day_old * drawn.unit, 0)),
      'label_x', round(coalesce(drawn.overdue * drawn.unit, 0)) + 6
    )
  FROM list
  JOIN list AS stand_in ON stand_in.recruiter_id = list.worker_id
  LEFT JOIN drawn ON drawn.worker_id = list.recruiter_id
  WHERE list.active AND list.is_of_team
    OR drawn.worker_id IS NOT NULL
  UNION ALL
  SELECT
    2,
    'clients',
    silence.days,
    facts.client_name,
    jsonb_build_object(
      'client', facts.client_name,
      'contact', facts.party_name,
      'candidate', facts.candidate_name,
      'job', facts.job_title,
      'days', silence.days,
      'one_day', silence.days = 1,
      'recruiter', owner.name
    )
  FROM owed
  JOIN list AS owner ON owner.recruiter_id = owed.owner_id
  CROSS JOIN LATERAL (
    SELECT follow_up_facts.*
    FROM follow_up_facts
    WHERE follow_up_facts.agency_id = :agency
      AND follow_up_facts.candidate_id = owed.candidate_id
      AND follow_up_facts.follow_up_id = owed.follow_up_id
    OFFSET 0
  ) AS facts
  CROSS JOIN LATERAL (
    SELECT floor(extract(epoch FROM :'as_of'::timestamptz - max(client_silence.began_at)) / 86400)::integer AS days
    FROM client_silence
    WHERE client_silence.agency_id = :agency
      AND client_silence.candidate_id = owed.candidate_id
      AND client_silence.application_id = owed.application_id
      AND client_silence.began_at <= :'as_of'::timestamptz
  ) AS silence
  WHERE owed.rule = 'client_check_in'
    AND owed.is_opened
    AND silence.days IS NOT NULL
  UNION ALL
  SELECT
    3,
    'breaches',
    extract(epoch FROM breach.at)::bigint,
    candidate.name,
    jsonb_build_object(
      'what', rtrim(guardrail.summary, '.'),
      'detail', breach.detail,
      'candidate', candidate.name,
      'at', day_in_words((breach.at AT TIME ZONE practice.time_zone)::date),
      'recruiter', recruiter.name
    )
  FROM breach
  JOIN practice ON practice.agency_id = breach.agency_id
  JOIN (
    SELECT DISTINCT
      warning.guardrail,
      warning.summary
    FROM jsonb_to_recordset(:'guardrails'::jsonb) AS warning (guardrail text, summary text)
  ) AS guardrail USING (guardrail)
  LEFT JOIN candidate
    ON candidate.agency_id = breach.agency_id
    AND candidate.candidate_id = breach.candidate_id
  LEFT JOIN recruiter
    ON recruiter.agency_id = breach.agency_id
    AND recruiter.recruiter_id = candidate.recruiter_id
  WHERE breach.agency_id = :agency
    AND (candidate.recruiter_id IS NULL OR candidate.recruiter_id IN (SELECT team.recruiter_id FROM team))
    AND breach.at <= :'as_of'::timestamptz
    AND breach.at > :'as_of'::timestamptz - interval '7 days'
)
SELECT
  line.section,
  line.shown
FROM line
ORDER BY
  line.place,
  line.weight DESC,
  line.name,
  line.shown
