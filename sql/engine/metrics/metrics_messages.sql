-- statement: metrics_messages
-- summary: How many messages wait, are being sent, failed or are uncertain, since when the oldest one waits, and how many left in the last 24 hours.
-- nullable: oldest_queued_at
-- What leaves was made at most a few days before: all that was ever sent is not read.
SELECT
  waiting.queued,
  waiting.sending,
  waiting.failed,
  waiting.uncertain,
  waiting.oldest_queued_at,
  (
    SELECT count(*)
    FROM message
    WHERE message.agency_id = :agency
      AND message.local_date >= (:'as_of'::timestamptz AT TIME ZONE 'UTC')::date - 4
      AND message.sent_at > :'as_of'::timestamptz - interval '24 hours'
  ) AS sent
FROM (
  SELECT
    count(*) FILTER (WHERE message.state IN ('queued', 'claimed')) AS queued,
    count(*) FILTER (WHERE message.state = 'sending') AS sending,
    count(*) FILTER (WHERE message.state = 'failed') AS failed,
    count(*) FILTER (WHERE message.state = 'uncertain') AS uncertain,
    min(message.created_at) FILTER (WHERE message.state IN ('queued', 'claimed')) AS oldest_queued_at
  FROM message
  WHERE message.agency_id = :agency
    AND message.state IN ('queued', 'claimed', 'sending', 'uncertain', 'failed')
) AS waiting
