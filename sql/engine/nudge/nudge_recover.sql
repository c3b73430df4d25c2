-- statement: nudge_recover
-- summary: Settles what dead senders left: claimed goes back into the queue; sending may be on its way, so that it is uncertain.
-- nullable: recipient_name, subject, body_text, body_html, reply_to
-- Where the channel takes the same message twice without harm (repeatable), sending is claimed again as it is.
UPDATE message
SET state = CASE
    WHEN message.state = 'claimed' THEN 'queued'
    WHEN :'repeatable'::boolean THEN 'sending'
    ELSE 'uncertain'
  END,
  claim = CASE
    WHEN message.state = 'sending' AND :'repeatable'::boolean THEN :'claim'::uuid
    WHEN message.state = 'sending' THEN message.claim
  END,
  claimed_by = CASE WHEN message.state = 'sending' AND :'repeatable'::boolean THEN :'runner' END,
  lease_until = CASE
    WHEN message.state = 'sending' AND :'repeatable'::boolean
      THEN this_moment.lease_until
  END,
  error = CASE
    WHEN message.state = 'sending' AND NOT :'repeatable'::boolean
      THEN 'the sender ended after handing the message over and before the answer came'
    ELSE message.error
  END
FROM (
  SELECT
    statement_timestamp() AS at,
    statement_timestamp() + make_interval(secs => :lease::integer) AS lease_until
) AS this_moment
WHERE message.agency_id = :agency
  AND message.state IN ('claimed', 'sending')
  AND (message.lease_until < this_moment.at OR message.claimed_by = ANY (:'gone'::text[]))
RETURNING
  message.message_id,
  message.key,
  message.kind,
  message.recipient_kind,
  message.recipient_id,
  message.recipient_name,
  message.recipient_address,
  message.subject,
  message.body_text,
  message.body_html,
  message.reply_to,
  message.created_at,
  message.attempts,
  message.state
