-- statement: nudge_unmake
-- summary: Takes back what is queued: messages whose recipient is owed nothing now go, with their nudges; those that stay are filled anew.
-- Nothing of a queued message has left the house. A recipient's second queued message, left over from a dead sender, goes too.
WITH owed AS MATERIALIZED (
  SELECT DISTINCT
    owed.recipient_kind,
    owed.recipient_id
  FROM nudges_owed(:agency, :'as_of'::timestamptz, :'rules'::jsonb, :'ladders'::jsonb) AS owed
  WHERE owed.verdict = 'go'
),
queued AS (
  SELECT
    message.message_id,
    owed.recipient_id IS NOT NULL
      AND row_number() OVER (
        PARTITION BY message.agency_id, message.recipient_kind, message.recipient_id
        ORDER BY message.message_id
      ) = 1 AS stays
  FROM message
  LEFT JOIN owed
    ON owed.recipient_kind = message.recipient_kind
    AND owed.recipient_id = message.recipient_id
  WHERE message.agency_id = :agency
    AND message.kind = 'nudge'
    AND message.state = 'queued'
),
emptied AS (
  DELETE FROM nudge
  USING queued
  WHERE nudge.agency_id = :agency
    AND nudge.message_id = queued.message_id
    AND queued.stays
)
DELETE FROM message
USING queued
WHERE message.agency_id = :agency
  AND message.message_id = queued.message_id
  AND NOT queued.stays
