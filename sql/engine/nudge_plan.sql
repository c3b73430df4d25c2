-- statement: nudge_plan
-- summary: Puts all that a recipient is owed and may get now into one message, together with its nudge rows; says what is held back and why.
-- The key names recipient, date and nudges, so that the same digest is the same message. What is queued was taken back before.
WITH owed AS MATERIALIZED (
  SELECT owed.*
  FROM nudges_owed(:agency, :'as_of'::timestamptz, :'rules'::jsonb, :'ladders'::jsonb) AS owed
),
digest AS (
  SELECT
    owed.recipient_kind,
    owed.recipient_id,
    min(owed.recipient_name) AS recipient_name,
    min(owed.recipient_address) AS recipient_address,
    min(owed.local_date) AS local_date,
    format(
      'nudge-%s-%s-%s-%s-%s',
      :agency::integer,
      owed.recipient_kind,
      owed.recipient_id,
      to_char(min(owed.local_date), 'YYYYMMDD'),
      md5(string_agg(
        concat_ws('/', owed.follow_up_id, owed.rung, extract(epoch FROM owed.due_at)),
        ','
        ORDER BY owed.follow_up_id, owed.rung, owed.due_at
      ))
    ) AS key
  FROM owed
  WHERE owed.verdict = 'go'
  GROUP BY
    owed.recipient_kind,
    owed.recipient_id
),
kept AS (
  UPDATE message
  SET key = digest.key,
    recipient_name = digest.recipient_name,
    recipient_address = digest.recipient_address,
    local_date = digest.local_date,
    created_at = :'as_of'::timestamptz
  FROM digest
  WHERE message.agency_id = :agency
    AND message.kind = 'nudge'
    AND message.state = 'queued'
    AND message.recipient_kind = digest.recipient_kind
    AND message.recipient_id = digest.recipient_id
  RETURNING message.message_id, message.recipient_kind, message.recipient_id
),
fresh AS MATERIALIZED (
  SELECT digest.*
  FROM digest
  WHERE NOT EXISTS (
    SELECT
    FROM message AS standing
    WHERE standing.agency_id = :agency
      AND standing.kind = 'nudge'
      AND standing.state = 'queued'
      AND standing.recipient_kind = digest.recipient_kind
      AND standing.recipient_id = digest.recipient_id
  )
),
made AS (
  INSERT INTO message (
    agency_id,
    key,
    kind,
    recipient_kind,
    recipient_id,
    recipient_name,
    recipient_address,
    local_date,
    created_at,
    state,
    next_attempt_at
  )
  SELECT
    :agency,
    fresh.key,
    'nudge',
    fresh.recipient_kind,
    fresh.recipient_id,
    fresh.recipient_name,
    fresh.recipient_address,
    fresh.local_date,
    :'as_of'::timestamptz,
    'queued',
    '-infinity'::timestamptz
  FROM fresh
  ORDER BY
    fresh.recipient_kind,
    fresh.recipient_id
  RETURNING message_id, recipient_kind, recipient_id
),
filled AS (
  INSERT INTO nudge (
    agency_id,
    candidate_id,
    follow_up_id,
    rung,
    due_at,
    recipient_kind,
    recipient_id,
    message_id,
    created_at
  )
  SELECT
    :agency,
    owed.candidate_id,
    owed.follow_up_id,
    owed.rung,
    owed.due_at,
    owed.recipient_kind,
    owed.recipient_id,
    outgoing.message_id,
    :'as_of'::timestamptz
  FROM owed
  JOIN (
    SELECT *
    FROM kept
    UNION ALL
    SELECT *
    FROM made
  ) AS outgoing USING (recipient_kind, recipient_id)
  WHERE owed.verdict = 'go'
)
SELECT
  owed.verdict,
  count(*) AS nudges,
  count(DISTINCT (owed.recipient_kind, owed.recipient_id)) AS recipients
FROM owed
GROUP BY owed.verdict
ORDER BY owed.verdict
