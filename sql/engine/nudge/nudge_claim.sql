-- statement: nudge_claim
-- summary: Takes the next queued messages whose time has come; nobody else gets them while the lease lasts.
-- nullable: recipient_name, subject, body_text, body_html, reply_to
-- None while the agency's mail is paused.
-- None to the domains that are left alone for now.
-- Those that a server has refused before go last: what stops at them keeps nothing else from leaving.
UPDATE message
SET state = 'claimed',
  claim = :'claim'::uuid,
  claimed_by = :'runner',
  lease_until = statement_timestamp() + make_interval(secs => :lease::integer),
  attempts = message.attempts + 1
WHERE message.agency_id = :agency
  AND message.message_id = ANY (
    ARRAY(
      SELECT next.message_id
      FROM message AS next
      WHERE next.agency_id = :agency
        AND next.state = 'queued'
        AND next.next_attempt_at <= statement_timestamp()
        AND lower(substring(next.recipient_address FROM '[^@]*$')) <> ALL (:'domains'::text[])
        AND NOT EXISTS (
          SELECT
          FROM mail_pause
          WHERE mail_pause.agency_id = :agency
            AND mail_pause.client_id IS NULL
            AND mail_pause.resumed_at IS NULL
        )
      ORDER BY
        next.error IS NOT NULL,
        next.message_id
      LIMIT :count::integer
      FOR UPDATE SKIP LOCKED
    )
  )
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
  message.state,
  message.error IS NOT NULL AS was_refused
