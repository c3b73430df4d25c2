-- statement: nudge_sending
-- summary: Writes the words of claimed messages down and says that they are about to be handed over; committed just before they are. An empty page or address to answer is none.
-- They are given, and so locked, in the order of their ids, as everywhere.
UPDATE message
SET state = 'sending',
  subject = ready.subject,
  body_text = ready.body_text,
  body_html = nullif(ready.body_html, ''),
  reply_to = nullif(ready.reply_to, ''),
  lease_until = ready.lease_until
FROM (
  SELECT
    held.message_id,
    given.subject,
    given.body_text,
    given.body_html,
    given.reply_to,
    statement_timestamp() + make_interval(secs => :lease::integer) AS lease_until
  FROM (
    -- Not an unnest of all: Citus would take every column to be of the first one's type.
    SELECT
      (:'messages'::bigint[])[nth.place] AS message_id,
      (:'subjects'::text[])[nth.place] AS subject,
      (:'texts'::text[])[nth.place] AS body_text,
      (:'pages'::text[])[nth.place] AS body_html,
      (:'reply_tos'::text[])[nth.place] AS reply_to
    FROM generate_series(1, cardinality(:'messages'::bigint[])) AS nth (place)
  ) AS given
  -- One after the other, each by its id: a plan over all that are claimed would read all of them each time.
  CROSS JOIN LATERAL (
    SELECT held.message_id
    FROM message AS held
    WHERE held.agency_id = :agency
      AND held.message_id = given.message_id
      AND held.claim = :'claim'::uuid
      AND held.state = 'claimed'
    FOR UPDATE
  ) AS held
) AS ready
WHERE message.agency_id = :agency
  AND message.message_id = ready.message_id
RETURNING message.message_id
