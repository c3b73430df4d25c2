-- statement: nudge_plan
-- summary: Puts all that a recipient is owed and may get now into one message, together with its nudge rows; says what is held back and why.
-- The key names address, date and nudges, so that the same digest is the same message. What is queued was taken back before.
WITH owed AS MATERIALIZED (
  SELECT owed.*
  FROM nudges_owed(:agency, :'as_of'::timestamptz, :'rules'::jsonb, :'escalations'::jsonb) AS owed
),
digest AS MATERIALIZED (
  -- A recipient is an address. Of several people behind one, the message speaks to a recruiter before a candidate, and to who
  -- owes before who manages.
  SELECT
    owed.recipient_address,
    (array_agg(owed.recipient_kind ORDER BY owed.recipient_kind DESC, owed.step LIKE '%: manager', owed.recipient_id))[1]
      AS recipient_kind,
    (array_agg(owed.recipient_id ORDER BY owed.recipient_kind DESC, owed.step LIKE '%: manager', owed.recipient_id))[1]
      AS recipient_id,
    (array_agg(owed.recipient_name ORDER BY owed.recipient_kind DESC, owed.step LIKE '%: manager', owed.recipient_id))[1]
      AS recipient_name,
    min(owed.local_date) AS local_date,
    format(
      'nudge-%s-%s-%s-%s',
      :agency::integer,
      md5(owed.recipient_address),
      to_char(min(owed.local_date), 'YYYYMMDD'),
      md5(string_agg(
        concat_ws('/', owed.follow_up_id, owed.step, extract(epoch FROM owed.due_at)),
        ','
        ORDER BY owed.follow_up_id, owed.step, owed.due_at
      ))
    ) AS key
  FROM owed
  WHERE owed.verdict = 'go'
  GROUP BY owed.recipient_address
),
existing AS MATERIALIZED (
  SELECT
    min(message.message_id) AS message_id,
    usable_email(message.recipient_address) AS recipient_address
  FROM message
  WHERE message.agency_id = :agency
    AND message.kind = 'nudge'
    AND message.state = 'queued'
  GROUP BY usable_email(message.recipient_address)
),
kept AS (
  UPDATE message
  SET key = digest.key,
    recipient_kind = digest.recipient_kind,
    recipient_id = digest.recipient_id,
    recipient_name = digest.recipient_name,
    recipient_address = digest.recipient_address,
    local_date = digest.local_date,
    created_at = :'as_of'::timestamptz
  FROM digest
  JOIN existing USING (recipient_address)
  WHERE message.agency_id = :agency
    AND message.message_id = existing.message_id
    AND message.state = 'queued'
  RETURNING message.message_id, message.recipient_address
),
fresh AS MATERIALIZED (
  SELECT digest.*
  FROM digest
  WHERE NOT EXISTS (
    SELECT
    FROM existing
    WHERE existing.recipient_address = digest.recipient_address
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
  RETURNING message_id, recipient_address
),
outgoing AS MATERIALIZED (
  SELECT
    kept.message_id,
    kept.recipient_address
  FROM kept
  UNION ALL
  SELECT
    made.message_id,
    made.recipient_address
  FROM made
),
-- A step goes to one: what failed falls to somebody else, and nothing else does.
passed_on AS (
  UPDATE nudge
  SET recipient_kind = owed.recipient_kind,
    recipient_id = owed.recipient_id,
    message_id = outgoing.message_id,
    created_at = :'as_of'::timestamptz
  FROM owed
  JOIN outgoing USING (recipient_address)
  JOIN message AS refused
    ON refused.agency_id = :agency
    AND refused.state = 'failed'
  WHERE owed.verdict = 'go'
    AND nudge.agency_id = :agency
    AND nudge.candidate_id = owed.candidate_id
    AND nudge.follow_up_id = owed.follow_up_id
    AND nudge.step = owed.step
    AND nudge.due_at = owed.due_at
    AND nudge.message_id = refused.message_id
),
filled AS (
  INSERT INTO nudge (
    agency_id,
    candidate_id,
    follow_up_id,
    step,
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
    owed.step,
    owed.due_at,
    owed.recipient_kind,
    owed.recipient_id,
    outgoing.message_id,
    :'as_of'::timestamptz
  FROM owed
  JOIN outgoing USING (recipient_address)
  WHERE owed.verdict = 'go'
  ON CONFLICT (agency_id, candidate_id, follow_up_id, step, due_at) DO NOTHING
)
SELECT
  owed.verdict,
  count(*) AS nudges,
  count(DISTINCT owed.recipient_address) AS recipients
FROM owed
GROUP BY owed.verdict
ORDER BY owed.verdict
