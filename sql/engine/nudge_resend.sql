-- statement: nudge_resend
-- summary: Takes an uncertain or failed message for one more delivery, as a person asked, to the address known now; not to a candidate who may no longer be written to.
UPDATE message
SET state = 'sending',
  recipient_address = coalesce(
    CASE message.recipient_kind
      WHEN 'candidate' THEN (
        SELECT candidate.email
        FROM candidate
        WHERE candidate.agency_id = :agency
          AND candidate.candidate_id = message.recipient_id
      )
      WHEN 'recruiter' THEN (
        SELECT recruiter.email
        FROM recruiter
        WHERE recruiter.agency_id = :agency
          AND recruiter.recruiter_id = message.recipient_id
      )
    END,
    message.recipient_address
  ),
  claim = :'claim'::uuid,
  claimed_by = :'runner',
  lease_until = statement_timestamp() + make_interval(secs => :lease::integer),
  attempts = message.attempts + 1
WHERE message.agency_id = :agency
  AND message.message_id = :message
  AND message.state IN ('uncertain', 'failed')
  AND message.body_text IS NOT NULL
  AND NOT EXISTS (
    SELECT
    FROM candidate
    WHERE candidate.agency_id = :agency
      AND message.recipient_kind = 'candidate'
      AND candidate.candidate_id = message.recipient_id
      AND (candidate.do_not_contact OR candidate.erased_at IS NOT NULL)
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
  message.state
