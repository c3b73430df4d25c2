-- statement: explain_due
-- summary: Every step of a due time as the rule's header states them, each a moment from the one before by the calendar's functions.
-- nullable: at, at_words, words, conclusion, leads_to_due
-- A step is {line, join, position, op, word, name, amount, sign, unit}: each line is a chain of its own, joined to those before it
-- by start, no later than or no earlier than.
WITH RECURSIVE step AS (
  SELECT step.*
  FROM jsonb_to_recordset(:'steps'::jsonb) AS step (
    line integer,
    "join" text,
    position integer,
    op text,
    word text,
    name text,
    amount text,
    sign integer,
    unit text
  )
),
asked AS (
  SELECT
    follow_up.agency_id,
    follow_up.anchor_at,
    follow_up.asked_from,
    follow_up.opens_at,
    follow_up.due_at,
    follow_up.occurrence,
    at_local(application.announce_on, '00:00', practice) AS announce_on,
    practice.*::practice AS practice
  FROM follow_up
  JOIN practice
    ON practice.agency_id = :agency
  LEFT JOIN application
    ON application.agency_id = :agency
    AND application.candidate_id = follow_up.candidate_id
    AND application.application_id = follow_up.application_id
  WHERE follow_up.agency_id = :agency
    AND follow_up.follow_up_id = :id
),
-- Of a list such as 7,30,90 the occurrence says which.
counted AS (
  SELECT
    step.*,
    CASE
      WHEN step.amount LIKE '%,%' AND asked.occurrence ~ '^[0-9]{1,4}$' THEN btrim(split_part(step.amount, ',', asked.occurrence::integer))
      ELSE step.amount
    END AS value
  FROM step
  CROSS JOIN asked
),
walk AS (
  SELECT
    counted.line,
    counted.position,
    CASE counted.word
      WHEN 'anchor_at' THEN asked.anchor_at
      WHEN 'asked_from' THEN asked.asked_from
      WHEN 'opens_at' THEN asked.opens_at
      WHEN 'announce_on' THEN asked.announce_on
    END AS moment,
    NULL::timestamptz AS before
  FROM counted
  CROSS JOIN asked
  WHERE counted.position = 1
  UNION ALL
  SELECT
    counted.line,
    counted.position,
    CASE
      WHEN counted.op = 'rolled' THEN rolled(walk.moment, asked.practice)
      WHEN counted.op = 'at' AND counted.value ~ '^[0-9]{1,2}:[0-9]{2}$'
        THEN at_local(local_date(walk.moment, asked.practice), counted.value::time, asked.practice)
      WHEN counted.op = 'add' AND counted.value ~ '^[0-9]{1,6}$' THEN
        CASE counted.unit
          WHEN 'h' THEN plus_hours(walk.moment, counted.sign * counted.value::integer)
          WHEN 'days' THEN plus_days(walk.moment, counted.sign * counted.value::integer, asked.practice)
          WHEN 'bd' THEN plus_business_days(walk.moment, counted.sign * counted.value::integer, asked.practice)
        END
    END,
    walk.moment
  FROM walk
  JOIN counted
    ON counted.line = walk.line
    AND counted.position = walk.position + 1
  CROSS JOIN asked
),
chain AS (
  SELECT DISTINCT ON (counted.line)
    counted.line,
    first_value(counted."join") OVER (PARTITION BY counted.line ORDER BY counted.position) AS "join",
    counted.position AS last_position,
    walk.moment
  FROM counted
  LEFT JOIN walk USING (line, position)
  ORDER BY
    counted.line,
    counted.position DESC
),
total AS (
  SELECT
    chain.line,
    chain.moment AS so_far
  FROM chain
  WHERE chain.line = 1
  UNION ALL
  SELECT
    chain.line,
    CASE chain."join"
      WHEN 'no later than' THEN least(total.so_far, chain.moment)
      ELSE greatest(total.so_far, chain.moment)
    END
  FROM total
  JOIN chain ON chain.line = total.line + 1
)
SELECT
  counted.line,
  counted.position,
  iso_utc(walk.moment) AS at,
  moment_in_words(walk.moment, asked.practice) AS at_words,
  CASE counted.op
    WHEN 'start' THEN
      CASE WHEN counted.line > 1 THEN counted."join" || ' ' ELSE '' END
      || CASE counted.word
        WHEN 'anchor_at' THEN 'the anchor'
        WHEN 'asked_from' THEN 'when it is asked for'
        WHEN 'opens_at' THEN 'when it opens'
        WHEN 'announce_on' THEN
          CASE WHEN walk.moment IS NULL THEN 'the day of the announcement, which is not known' ELSE 'the day of the announcement, 00:00' END
      END
    WHEN 'rolled' THEN
      CASE
        WHEN walk.moment > walk.before THEN
          'rolled over '
          || dates_not_worked(local_date(walk.before, asked.practice), local_date(walk.moment, asked.practice) - 1, asked.practice)
          || ' to the next working date'
        ELSE 'already a working date'
      END
    WHEN 'at' THEN 'at ' || counted.value || coalesce(' (' || counted.name || ')', '')
    ELSE
      concat_ws(
        '',
        CASE WHEN counted.sign < 0 THEN 'less ' ELSE 'added ' END,
        counted.value,
        CASE counted.unit
          WHEN 'h' THEN ' hour'
          WHEN 'days' THEN ' day'
          ELSE ' business day'
        END,
        CASE WHEN counted.value <> '1' THEN 's' END,
        ' (' || counted.name || ')',
        CASE WHEN counted.unit = 'bd' AND counted.value <> '0' THEN
          ', not counting ' || dates_not_worked(
            least(local_date(walk.before, asked.practice) + 1, local_date(walk.moment, asked.practice)),
            greatest(local_date(walk.before, asked.practice) - 1, local_date(walk.moment, asked.practice)),
            asked.practice
          )
        END,
        CASE
          WHEN walk.moment - walk.before
            <> (walk.moment AT TIME ZONE (asked.practice).time_zone) - (walk.before AT TIME ZONE (asked.practice).time_zone)
            THEN ', with a clock change in between'
        END
      )
  END AS words,
  CASE
    WHEN counted.position < chain.last_position OR counted.line = 1 THEN NULL
    WHEN total.so_far IS NOT DISTINCT FROM earlier.so_far THEN
      'no change: it stays ' || moment_in_words(total.so_far, asked.practice)
    ELSE 'so it is ' || moment_in_words(total.so_far, asked.practice)
  END AS conclusion,
  bool_or(total.so_far = asked.due_at AND total.line = (SELECT max(chain.line) FROM chain)) OVER () AS leads_to_due
FROM counted
CROSS JOIN asked
JOIN chain ON chain.line = counted.line
LEFT JOIN walk
  ON walk.line = counted.line
  AND walk.position = counted.position
LEFT JOIN total ON total.line = counted.line
LEFT JOIN total AS earlier ON earlier.line = counted.line - 1
ORDER BY
  counted.line,
  counted.position
