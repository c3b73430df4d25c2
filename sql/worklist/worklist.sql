-- worklist: worklist
-- summary: What each recruiter should do today, in order: one row is one action that needs no other screen.
-- Rows are the open follow-ups that are overdue, due today, open already, or opening within two working days; with backlog
-- also what was due before the policy in_force_from. The contact is the person the recruiter speaks to: the candidate where the
-- candidate is the actor, else the party. One contact's rows are one block, which stands where the most pressing of them belongs:
-- first hard deadlines that can still be met, then what is overdue, due today, upcoming (the tier); within a tier what is most at
-- stake (an offer before a first interview), then the longest overdue by days. Blocks that fit into the recruiter's daily minutes,
-- counted from the top, come before those that do not; the first always fits.
-- A list without rows is one row whose follow_up_id is NULL. Whoever is away has an empty list; the cover's has the rows.
-- The first seven columns say whose list a row is on and what is to be known about it, list_summary and page as JSON objects of what
-- pages show (NULL unless pages is yes); the others are the columns of the file. The last, settled, stands in the first row of a list.
WITH rule AS (
  SELECT *
  FROM jsonb_to_recordset(:'rules'::jsonb) AS rule (
    rule text,
    summary text,
    why text,
    action text,
    actor text,
    channel text,
    minutes integer,
    hard boolean,
    template text
  )
),
avoid AS MATERIALIZED (
  -- What not to do, by rule.
  SELECT
    warning.rule,
    jsonb_agg(warning.avoid ORDER BY warning.guardrail) AS sentences
  FROM jsonb_to_recordset(:'guardrails'::jsonb) AS warning (guardrail text, rule text, avoid text)
  WHERE warning.avoid IS NOT NULL
    AND :'pages' = 'yes'
  GROUP BY warning.rule
),
list AS MATERIALIZED (
  -- Everybody who works here, with the moments that the worker's local day and the agency's calendar decide.
  SELECT
    recruiter.recruiter_id,
    recruiter.external_id,
    recruiter.name,
    recruiter.email,
    recruiter.active,
    duty.worker_id,
    duty.present,
    duty.away_until,
    zone.name AS zone,
    ((today.local_day + 1)::timestamp AT TIME ZONE zone.name) AS day_ends_at,
    ((nth_working_date(today.local_day, 2, practice.working_days, practice.holidays) + 1)::timestamp
      AT TIME ZONE zone.name) AS in_view_until,
    coalesce(recruiter.daily_minutes, practice.daily_minutes) AS daily_minutes
  FROM recruiter
  JOIN practice USING (agency_id)
  JOIN recruiters_on_duty(:agency, :'as_of'::timestamptz) AS duty USING (recruiter_id)
  CROSS JOIN LATERAL (SELECT coalesce(recruiter.time_zone, practice.time_zone) AS name) AS zone
  CROSS JOIN LATERAL (SELECT (:'as_of'::timestamptz AT TIME ZONE zone.name)::date AS local_day) AS today
  WHERE recruiter.agency_id = :agency
),
settled AS MATERIALIZED (
/* include: settled */
),
asked AS MATERIALIZED (
  -- Narrow and first, so that names are looked up for these rows only.
  SELECT
    follow_up.agency_id,
    follow_up.candidate_id,
    follow_up.follow_up_id,
    follow_up.rule,
    follow_up.application_id,
    follow_up.interview_id,
    follow_up.party_kind,
    follow_up.party_id,
    worker.recruiter_id AS list_id,
    worker.zone,
    worker.daily_minutes,
    owner.name AS owner_name,
    owner.recruiter_id <> worker.recruiter_id AS is_for_another,
    owner.present AS is_worked,
    owner.active AS owner_active,
    owner.away_until AS owner_away_until,
    list_bucket(:'as_of'::timestamptz, follow_up.due_at, worker.zone) AS bucket
  FROM list AS owner
  JOIN list AS worker ON worker.recruiter_id = owner.worker_id
  JOIN practice ON practice.agency_id = :agency
  JOIN follow_up ON follow_up.recruiter_id = owner.recruiter_id
  WHERE follow_up.agency_id = :agency
    AND follow_up.closes_at > :'as_of'::timestamptz
    AND follow_up.asked_from <= :'as_of'::timestamptz
    AND (follow_up.snoozed_until IS NULL OR follow_up.snoozed_until <= :'as_of'::timestamptz)
    AND (:'backlog' = 'yes' OR NOT is_history(follow_up.due_at, practice))
    AND (follow_up.opens_at < worker.in_view_until OR follow_up.due_at < worker.day_ends_at)
    AND (nullif(:'recruiter', '')::bigint IS NULL OR worker.recruiter_id = nullif(:'recruiter', '')::bigint)
),
silence AS MATERIALIZED (
  -- Of the check-ins with clients.
  SELECT silence.*
  FROM check_in_silences(
    :agency,
    :'as_of'::timestamptz,
    ARRAY(
      SELECT asked.follow_up_id
      FROM asked
      WHERE asked.rule = 'client_check_in'
    )
  ) AS silence
),
breach AS MATERIALIZED (
-- Evaluated once, whatever the planner believes before the first ANALYZE.
/* include: warnings */
),
warned AS MATERIALIZED (
  -- A breach warns the rows of its guardrail's rules about the same application, interview or reference.
  SELECT
    asked.candidate_id,
    asked.follow_up_id,
    array_agg(DISTINCT said.words ORDER BY said.words) AS breaches
  FROM breach
  JOIN jsonb_to_recordset(:'guardrails'::jsonb) AS warning (guardrail text, rule text, summary text)
    ON warning.guardrail = breach.guardrail
  CROSS JOIN LATERAL (
    SELECT lower(left(warning.summary, 1)) || rtrim(substr(warning.summary, 2), '.') || coalesce(': ' || breach.detail, '') AS words
  ) AS said
  JOIN asked
    ON asked.candidate_id = breach.candidate_id
    AND asked.rule = warning.rule
  WHERE breach.agency_id = :agency
    AND breach.at <= :'as_of'::timestamptz
    AND (breach.application_id IS NULL OR asked.application_id IS NULL OR breach.application_id = asked.application_id)
    AND (breach.interview_id IS NULL OR asked.interview_id IS NULL OR breach.interview_id = asked.interview_id)
    AND (
      breach.party_kind IS DISTINCT FROM 'reference'
      OR asked.party_kind IS DISTINCT FROM 'reference'
      OR breach.party_id = asked.party_id
    )
  GROUP BY
    asked.candidate_id,
    asked.follow_up_id
),
owed AS (
  SELECT
    asked.list_id,
    asked.zone,
    asked.daily_minutes,
    asked.owner_name,
    asked.is_for_another,
    asked.is_worked,
    asked.owner_active,
    asked.owner_away_until,
    asked.bucket,
    rule.summary,
    rule.why,
    rule.action,
    rule.actor,
    rule.channel,
    rule.minutes,
    rule.hard,
    rule.template,
    tier.tier,
    facts.*,
    contact.*,
    row_number() OVER (
      PARTITION BY facts.agency_id, asked.list_id
      ORDER BY
        tier.tier,
        CASE
          WHEN facts.decision = 'accepted' OR facts.stage = 'offer' THEN 1
          WHEN facts.stage = 'reference_check' THEN 2
          WHEN facts.stage = 'interviewing' THEN 3
          ELSE 4
        END,
        floor(extract(epoch FROM facts.due_at - :'as_of'::timestamptz) / 86400),
        facts.due_at,
        facts.candidate_external_id,
        facts.follow_up_id
    ) AS urgency
  FROM asked
  CROSS JOIN LATERAL (
    -- OFFSET 0: more tables than the planner reorders, so it would join the whole view first.
    SELECT follow_up_facts.*
    FROM follow_up_facts
    WHERE follow_up_facts.agency_id = :agency
      AND follow_up_facts.candidate_id = asked.candidate_id
      AND follow_up_facts.follow_up_id = asked.follow_up_id
    OFFSET 0
  ) AS facts
  JOIN rule ON rule.rule = asked.rule
  CROSS JOIN LATERAL (
    SELECT CASE
      WHEN rule.hard
        AND facts.opens_at <= :'as_of'::timestamptz
        AND coalesce(facts.expires_at, facts.due_at) > :'as_of'::timestamptz THEN 1
      WHEN asked.bucket = 'overdue' THEN 2
      WHEN asked.bucket = 'today' THEN 3
      ELSE 4
    END AS tier
  ) AS tier
  CROSS JOIN LATERAL (
    SELECT
      facts.candidate_name AS contact_name,
      facts.candidate_phone AS contact_phone,
      facts.candidate_email AS contact_email,
      facts.candidate_zone AS contact_zone,
      facts.candidate_person AS contact_person,
      facts.candidate_is_off_limits AS contact_is_off_limits,
      true AS contact_is_known
    WHERE rule.actor = 'candidate'
    UNION ALL
    SELECT
      facts.party_name,
      facts.party_phone,
      facts.party_email,
      facts.party_zone,
      facts.person,
      facts.party_is_off_limits,
      facts.party_id IS NOT NULL
    WHERE rule.actor <> 'candidate'
  ) AS contact
),
grouped AS (
  SELECT
    owed.*,
    min(owed.urgency) OVER (PARTITION BY owed.agency_id, owed.list_id, owed.contact_person) AS persons_urgency
  FROM owed
),
ranked AS MATERIALIZED (
  SELECT
    grouped.*,
    row_number() OVER (
      PARTITION BY grouped.agency_id, grouped.list_id
      ORDER BY grouped.persons_urgency, grouped.urgency
    ) AS rank,
    dense_rank() OVER blocks AS block,
    -- To the end of the block, whose rows are peers.
    sum(grouped.minutes) OVER blocks > grouped.daily_minutes
      AND dense_rank() OVER blocks > 1 AS is_beyond_today,
    min(grouped.tier) OVER one_block AS block_tier,
    count(*) OVER one_block AS block_rows,
    sum(grouped.minutes) OVER one_block AS block_minutes
  FROM grouped
  WINDOW
    blocks AS (
      PARTITION BY grouped.agency_id, grouped.list_id
      ORDER BY grouped.persons_urgency
    ),
    one_block AS (PARTITION BY grouped.agency_id, grouped.list_id, grouped.persons_urgency)
),
day AS (
  SELECT
    ranked.list_id,
    count(DISTINCT ranked.block) AS contacts,
    count(*) AS things,
    count(*) FILTER (WHERE ranked.tier = 1) AS deadlines,
    count(*) FILTER (WHERE ranked.bucket = 'overdue') AS overdue,
    count(*) FILTER (WHERE ranked.bucket = 'today') AS today,
    count(*) FILTER (WHERE ranked.bucket = 'upcoming') AS upcoming,
    sum(ranked.minutes) AS minutes,
    coalesce(sum(ranked.minutes) FILTER (WHERE NOT ranked.is_beyond_today), 0) AS minutes_today
  FROM ranked
  WHERE :'pages' = 'yes'
  GROUP BY ranked.list_id
)
SELECT
  list.external_id AS list_external_id,
  list.recruiter_id AS list_id,
  list.name AS list_name,
  CASE
    WHEN list.worker_id <> list.recruiter_id AND NOT list.active
      THEN format('%s no longer works here; %s works this list', list.name, stand_in.name)
    WHEN list.worker_id <> list.recruiter_id
      THEN format('%s is away until %s; %s works this list', list.name, day_in_words(list.away_until), stand_in.name)
    WHEN list.away_until IS NOT NULL THEN format('%s is away until %s and nobody covers them', list.name, day_in_words(list.away_until))
  END AS list_note,
  list.zone AS list_zone,
  calendar.identity AS list_calendar,
  CASE WHEN :'pages' = 'yes' THEN jsonb_build_object(
    'agency', calendar.agency,
    'recruiter', list.name,
    'weekday', to_char(:'as_of'::timestamptz AT TIME ZONE list.zone, 'FMDay'),
    'date', to_char(:'as_of'::timestamptz AT TIME ZONE list.zone, 'FMDD FMMonth YYYY'),
    'iso_date', to_char(:'as_of'::timestamptz AT TIME ZONE list.zone, 'YYYY-MM-DD'),
    'time', to_char(:'as_of'::timestamptz AT TIME ZONE list.zone, 'HH24:MI'),
    'time_zone', list.zone,
    'contacts', coalesce(day.contacts, 0),
    'things', coalesce(day.things, 0),
    'deadlines', coalesce(day.deadlines, 0),
    'overdue', coalesce(day.overdue, 0),
    'today', coalesce(day.today, 0),
    'upcoming', coalesce(day.upcoming, 0),
    'minutes', coalesce(day.minutes, 0),
    'minutes_today', coalesce(day.minutes_today, 0),
    'daily_minutes', list.daily_minutes,
    'answering', usable_email(stand_in.email),
    'load_percent', least(100, round(100.0 * coalesce(day.minutes_today, 0) / greatest(list.daily_minutes, 1)))
  ) END AS list_summary,
  ranked.follow_up_id,
  ranked.rank,
  ranked.bucket,
  iso_local(ranked.due_at, ranked.zone) AS due_at,
  CASE ranked.bucket WHEN 'overdue' THEN age_in_words(:'as_of'::timestamptz - ranked.due_at) END AS overdue_by,
  recruiter_action(
    ranked.actor,
    words.action,
    ranked.candidate_name,
    reach_in_words(ranked.candidate_phone, ranked.candidate_email)
  ) AS action,
  ranked.rule,
  ranked.channel,
  ranked.party_name AS party,
  ranked.party_role,
  ranked.party_company,
  ranked.party_email,
  ranked.party_phone,
  CASE WHEN ranked.party_id IS NOT NULL
    THEN to_char(:'as_of'::timestamptz AT TIME ZONE ranked.party_zone, 'HH24:MI') END AS party_local_time,
  ranked.candidate_name AS candidate,
  ranked.candidate_external_id AS candidate_id,
  ranked.job_title AS job_order,
  ranked.client_name AS client,
  iso_local(coalesce(ranked.interview_starts_at, latest_interview.starts_at), ranked.zone) AS interview_at,
  to_char(last_touch.happened_at AT TIME ZONE ranked.zone, 'YYYY-MM-DD') || ' ' || last_touch.channel
    || ': ' || purpose_in_words(last_touch.purpose) AS last_touch,
  coalesce(sent.nudges, 0) AS nudges,
  ranked.summary || ' ' || ranked.why AS guidance,
  array_to_string(noted.facts || noted.warnings, '; ') AS warnings,
  ranked.contact_name AS contact,
  ranked.contact_phone,
  ranked.contact_email,
  CASE WHEN ranked.contact_is_known THEN to_char(there.local_time, 'HH24:MI') END AS contact_local_time,
  ranked.minutes,
  NULL AS outcome,
  NULL AS note,
  ranked.block,
  CASE ranked.is_beyond_today WHEN true THEN 'yes' WHEN false THEN 'no' END AS beyond_today,
  cardinality(warned.breaches) AS breaches,
  CASE ranked.hard WHEN true THEN 'yes' WHEN false THEN 'no' END AS hard_deadline,
  silence.silent_days,
  silence.median_days,
  silence.slow_days,
  CASE WHEN :'pages' = 'yes' THEN jsonb_build_object(
    'tier', ranked.block_tier,
    'section', CASE ranked.block_tier
      WHEN 1 THEN 'Deadlines that cannot move'
      WHEN 2 THEN 'Overdue'
      WHEN 3 THEN 'Due today'
      ELSE 'Coming up'
    END,
    'things', ranked.block_rows,
    'block_minutes', ranked.block_minutes,
    'verb', contact_verb(spoken.channel),
    'contact_is_known', ranked.contact_is_known,
    'contact_is_off_limits', ranked.contact_is_off_limits,
    'contact_role', CASE ranked.actor WHEN 'candidate' THEN 'candidate' ELSE ranked.party_role END,
    'contact_company', CASE WHEN ranked.actor <> 'candidate' THEN ranked.party_company END,
    'contact_phone', CASE WHEN usable_phone(ranked.contact_phone) IS NOT NULL THEN ranked.contact_phone END,
    'contact_email', usable_email(ranked.contact_email),
    'contact_time', CASE WHEN ranked.contact_is_known AND ranked.contact_zone <> list.zone
      THEN to_char(there.local_time, 'HH24:MI') END,
    'by_email', spoken.channel = 'email',
    'is_reminder', ranked.actor = 'candidate',
    'todo', recruiter_action(
      ranked.actor,
      words.action,
      ranked.candidate_name,
      NULL
    ),
    -- In the words for whoever owes it: a reminder speaks to the candidate.
    'owed', words.action,
    'due', due_in_words(ranked.due_at, :'as_of'::timestamptz, ranked.zone),
    'due_iso', iso_local(ranked.due_at, ranked.zone),
    'is_overdue', ranked.bucket = 'overdue',
    'is_hard', ranked.hard,
    'why', ranked.why,
    'avoid', coalesce(avoid.sentences, '[]'),
    'facts', to_jsonb(noted.facts || array_remove(ARRAY[
      'last contact: ' || day_in_words((last_touch.happened_at AT TIME ZONE ranked.zone)::date)
        || ', ' || last_touch.channel || ', ' || purpose_in_words(last_touch.purpose),
      CASE sent.nudges WHEN 0 THEN NULL WHEN 1 THEN 'reminded by mail once' ELSE 'reminded by mail ' || sent.nudges || ' times' END
    ], NULL)),
    'warnings', to_jsonb(noted.warnings),
    'template', ranked.template,
    'recruiter', list.name,
    'candidate_phone', CASE WHEN usable_phone(ranked.candidate_phone) IS NOT NULL THEN ranked.candidate_phone END,
    'candidate_email', usable_email(ranked.candidate_email),
    'interview_on', day_in_words((ranked.interview_starts_at AT TIME ZONE ranked.zone)::date),
    'start_on', day_in_words(ranked.start_on),
    'decision', ranked.decision,
    'is_last', position('the last' IN coalesce(ranked.remark, '')) > 0,
    'is_first', ranked.occurrence ~ '(^|/)1$' OR ranked.occurrence = ''
  ) END AS page,
  settled.events AS settled
FROM list
JOIN list AS stand_in ON stand_in.recruiter_id = list.worker_id
CROSS JOIN (
  -- The same after a rename, a dump and a restore; another one in every other database.
  SELECT
    md5(agency.agency_id || ' ' || extract(epoch FROM agency.created_at)) AS identity,
    agency.name AS agency
  FROM agency
  WHERE agency.agency_id = :agency
) AS calendar
LEFT JOIN day ON day.list_id = list.recruiter_id
LEFT JOIN ranked ON ranked.list_id = list.recruiter_id
LEFT JOIN settled
  ON settled.list_id = list.recruiter_id
  AND coalesce(ranked.rank, 1) = 1
LEFT JOIN avoid ON avoid.rule = ranked.rule
LEFT JOIN silence ON silence.follow_up_id = ranked.follow_up_id
LEFT JOIN warned
  ON warned.candidate_id = ranked.candidate_id
  AND warned.follow_up_id = ranked.follow_up_id
CROSS JOIN LATERAL (
  SELECT :'as_of'::timestamptz AT TIME ZONE coalesce(ranked.contact_zone, list.zone) AS local_time
) AS there
CROSS JOIN LATERAL (
  -- OFFSET 0: made once, not for each place where it is read.
  SELECT follow_up_action(
    ranked.action,
    ranked.channel,
    ranked.summary,
    ranked.party_name,
    ranked.party_company,
    ranked.candidate_name,
    ranked.job_title,
    ranked.client_name,
    (ranked.interview_starts_at AT TIME ZONE ranked.zone)::date
  ) AS action
  OFFSET 0
) AS words
CROSS JOIN LATERAL (
  -- What the candidate owes in writing is, for the recruiter, a call.
  SELECT CASE ranked.actor WHEN 'candidate' THEN 'call' ELSE ranked.channel END AS channel
) AS spoken
LEFT JOIN LATERAL (
  SELECT interview.starts_at
  FROM interview
  WHERE ranked.interview_starts_at IS NULL
    AND interview.agency_id = :agency
    AND interview.candidate_id = ranked.candidate_id
    AND interview.application_id = ranked.application_id
    AND interview.status IN ('scheduled', 'held')
  ORDER BY
    interview.starts_at > :'as_of'::timestamptz,
    abs(extract(epoch FROM interview.starts_at - :'as_of'::timestamptz))
  LIMIT 1
) AS latest_interview ON true
LEFT JOIN LATERAL (
  SELECT
    exchange.happened_at,
    exchange.channel,
    exchange.purpose
  FROM (
    (
      SELECT
        touch.happened_at,
        touch.channel,
        touch.purpose,
        touch.external_id
      FROM touch
      WHERE touch.agency_id = :agency
        AND touch.actor_kind = ranked.party_kind
        AND touch.actor_id = ranked.party_id
        AND touch.happened_at <= :'as_of'::timestamptz
        AND CASE touch.party_kind
          WHEN 'recruiter' THEN true
          WHEN 'candidate' THEN touch.party_id = ranked.candidate_id
          ELSE false
        END
      ORDER BY touch.happened_at DESC, touch.external_id
      LIMIT 1
    )
    UNION ALL
    (
      SELECT
        touch.happened_at,
        touch.channel,
        touch.purpose,
        touch.external_id
      FROM touch
      WHERE touch.agency_id = :agency
        AND touch.party_kind = ranked.party_kind
        AND touch.party_id = ranked.party_id
        AND touch.happened_at <= :'as_of'::timestamptz
        AND CASE touch.actor_kind
          WHEN 'recruiter' THEN true
          WHEN 'candidate' THEN touch.actor_id = ranked.candidate_id
          ELSE false
        END
      ORDER BY touch.happened_at DESC, touch.external_id
      LIMIT 1
    )
  ) AS exchange
  ORDER BY exchange.happened_at DESC, exchange.external_id
  LIMIT 1
) AS last_touch ON true
LEFT JOIN LATERAL (
  SELECT count(DISTINCT nudge_sent.message_id) AS nudges
  FROM nudge_sent
  WHERE nudge_sent.agency_id = :agency
    AND nudge_sent.candidate_id = ranked.candidate_id
    AND nudge_sent.follow_up_id = ranked.follow_up_id
) AS sent ON true
LEFT JOIN LATERAL (
  SELECT
    bool_or(same_person.person = ranked.contact_person) AS contact_is_off_limits,
    bool_or(same_person.person = ranked.person) AS party_is_off_limits
  FROM (
    SELECT contact.person
    FROM contact
    WHERE contact.agency_id = :agency
      AND contact.person = ANY (ARRAY[ranked.contact_person, ranked.person])
      AND contact.do_not_contact
    UNION ALL
    SELECT reference_contact.person
    FROM reference_contact
    WHERE reference_contact.agency_id = :agency
      AND reference_contact.person = ANY (ARRAY[ranked.contact_person, ranked.person])
      AND reference_contact.do_not_contact
  ) AS same_person
) AS elsewhere ON true
LEFT JOIN mail_address AS returned
  ON returned.agency_id = :agency
  AND returned.address = usable_email(ranked.contact_email)
  AND returned.bounced_at IS NOT NULL
CROSS JOIN LATERAL (
  -- What is so, apart from what to look out for.
  SELECT
    array_remove(ARRAY[
      CASE
        WHEN ranked.is_for_another AND NOT ranked.owner_active
          THEN format('for %s, who no longer works here', ranked.owner_name)
        WHEN ranked.is_for_another THEN format('for %s, who is away until %s', ranked.owner_name, day_in_words(ranked.owner_away_until))
        WHEN NOT ranked.is_worked THEN 'nobody covers this list'
      END,
      CASE WHEN NOT remark.warns THEN nullif(ranked.remark, '') END,
      CASE WHEN silence.verdict <> 'unusual' THEN silence.words END
    ], NULL) AS facts,
    array_remove(ARRAY[
      CASE WHEN ranked.contact_is_off_limits THEN 'asked not to be contacted: do not contact them; run followup plan' END,
      CASE WHEN elsewhere.contact_is_off_limits AND NOT ranked.contact_is_off_limits
        THEN 'the same person asked elsewhere not to be contacted' END,
      CASE
        WHEN ranked.actor <> 'candidate' THEN NULL
        WHEN ranked.party_is_off_limits
          THEN format('%s asked not to be contacted: do not contact them; run followup plan', ranked.party_name)
        WHEN elsewhere.party_is_off_limits THEN format('%s asked elsewhere not to be contacted', ranked.party_name)
      END,
      CASE WHEN ranked.expires_at < :'as_of'::timestamptz + interval '24 hours'
        THEN 'missed if not done by ' || to_char(ranked.expires_at AT TIME ZONE ranked.zone, 'Dy HH24:MI') END,
      CASE WHEN silence.verdict = 'unusual' THEN silence.words END,
      CASE WHEN remark.warns THEN ranked.remark END
    ], NULL)
    || coalesce(warned.breaches, '{}')
    || array_remove(ARRAY[
      CASE WHEN returned.address IS NOT NULL
        THEN format('mail to %s came back on %s', returned.address, day_in_words((returned.bounced_at AT TIME ZONE list.zone)::date)) END,
      CASE
        WHEN NOT ranked.contact_is_known AND position('hiring contact' IN coalesce(ranked.remark, '')) = 0
          THEN 'no person to contact is known'
        WHEN spoken.channel = 'email' AND usable_email(ranked.contact_email) IS NULL
          AND position('no email on file' IN coalesce(ranked.remark, '')) = 0 THEN 'no email on file'
        WHEN spoken.channel = 'call' AND ranked.contact_is_known AND usable_phone(ranked.contact_phone) IS NULL
          THEN 'no telephone number on file'
      END,
      CASE
        WHEN ranked.actor = 'candidate' AND ranked.channel = 'email' AND usable_email(ranked.party_email) IS NULL
          AND position('no email on file' IN coalesce(ranked.remark, '')) = 0
          THEN format('no email on file for %s', coalesce(ranked.party_name, 'the person they write to'))
      END,
      CASE
        WHEN NOT ranked.contact_is_known OR spoken.channel NOT IN ('call', 'message', 'meeting') THEN NULL
        WHEN extract(isodow FROM there.local_time) > 5 THEN 'it is ' || to_char(there.local_time, 'FMDay') || ' there'
        WHEN is_quiet(there.local_time::time, '18:00', '08:00')
          THEN 'outside working hours there (' || to_char(there.local_time, 'HH24:MI') || ')'
      END
    ], NULL) AS warnings
  FROM (
    SELECT
      ranked.remark LIKE '%no email on file%'
        OR ranked.remark LIKE '%hiring contact%' AS warns
  ) AS remark
) AS noted
WHERE (nullif(:'recruiter', '')::bigint IS NULL OR list.recruiter_id = nullif(:'recruiter', '')::bigint)
  AND (list.active OR ranked.follow_up_id IS NOT NULL OR nullif(:'recruiter', '')::bigint IS NOT NULL)
ORDER BY
  list.external_id,
  list.recruiter_id,
  ranked.rank
