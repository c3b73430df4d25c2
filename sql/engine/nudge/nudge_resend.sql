-- statement: nudge_resend
-- summary: Takes an uncertain or failed message for one more delivery, as a person asked, with name, address and Reply-To as they are known now.
-- nullable: recipient_name, subject, body_text, body_html, reply_to
-- Not to somebody who cannot be written to, nor to a candidate who may no longer be.
UPDATE message
SET state = 'sending',
  recipient_name = coalesce(today.name, message.recipient_name),
  recipient_address = today.address,
  reply_to = today.reply_to,
  created_at = :'as_of'::timestamptz,
  claim = :'claim'::uuid,
  claimed_by = :'runner',
  lease_until = statement_timestamp() + make_interval(secs => :lease::integer),
  attempts = message.attempts + 1
FROM (
  SELECT
    existing.message_id,
    one_line(coalesce(candidate.name, recruiter.name)) AS name,
    usable_email(
      -- Somebody who is in no table any more is where they were.
      CASE
        WHEN candidate.candidate_id IS NOT NULL THEN candidate.email
        WHEN recruiter.recruiter_id IS NOT NULL THEN recruiter.email
        ELSE existing.recipient_address
      END,
      practice.nobodys_addresses
    ) AS address,
    CASE WHEN existing.recipient_kind = 'candidate' THEN usable_email(answering.email) END AS reply_to
  FROM message AS existing
  JOIN practice ON practice.agency_id = :agency
  LEFT JOIN candidate
    ON existing.recipient_kind = 'candidate'
    AND candidate.agency_id = :agency
    AND candidate.candidate_id = existing.recipient_id
  LEFT JOIN recruiter
    ON existing.recipient_kind = 'recruiter'
    AND recruiter.agency_id = :agency
    AND recruiter.recruiter_id = existing.recipient_id
  LEFT JOIN recruiters_on_duty(:agency, :'as_of'::timestamptz) AS duty ON duty.recruiter_id = candidate.recruiter_id
  LEFT JOIN recruiter AS answering
    ON answering.agency_id = :agency
    AND answering.recruiter_id = duty.worker_id
  WHERE existing.agency_id = :agency
    AND existing.message_id = :message
    AND (candidate.candidate_id IS NULL OR NOT candidate.do_not_contact AND candidate.erased_at IS NULL)
) AS today
WHERE message.agency_id = :agency
  AND message.message_id = today.message_id
  AND message.state IN ('uncertain', 'failed')
  AND message.body_text IS NOT NULL
  AND today.address IS NOT NULL
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
