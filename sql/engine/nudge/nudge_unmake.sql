-- statement: nudge_unmake
-- summary: Takes back what is queued: messages whose address is owed nothing now go, with their nudges; those that stay are filled anew.
-- Nothing of a queued message has been sent. An address's second queued message, left over from a dead sender, goes too.
-- Each message is locked and seen to be queued still before anything of it is taken back: another sender may be claiming it.
WITH held AS MATERIALIZED (
  SELECT
    message.message_id,
    message.agency_id,
    coalesce(usable_email(message.recipient_address), message.recipient_address) AS recipient_address
  FROM message
  WHERE message.agency_id = :agency
    AND message.kind = 'nudge'
    AND message.state = 'queued'
  ORDER BY message.message_id
  FOR UPDATE
),
owed AS MATERIALIZED (
  SELECT DISTINCT owed.recipient_address
  FROM nudges_owed(:agency, :'as_of'::timestamptz, :'rules'::jsonb, :'escalations'::jsonb) AS owed
  WHERE owed.verdict = 'go'
),
queued AS (
  SELECT
    held.message_id,
    owed.recipient_address IS NOT NULL
      AND row_number() OVER (
        PARTITION BY held.agency_id, held.recipient_address
        ORDER BY held.message_id
      ) = 1 AS stays
  FROM held
  LEFT JOIN owed USING (recipient_address)
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
