-- report: messages
-- title: Mails of the period
-- summary: What was mailed in the period, to whom, and did it arrive at the mail server?
-- grain: one row per message made in the period; the latest first
-- personal: yes
-- param: from = monday - 1 weeks -- the first day of the period
-- param: to = today -- the last day of the period
-- column: message_id -- the id that followup messages uses
-- column: created_at -- as of when it was made
-- column: kind -- nudge, list, overview, or what else is sent
-- column: recipient_kind -- candidate or recruiter
-- column: recipient_id -- the recipient's id at the source
-- column: recipient -- the recipient's name as it was then; empty when erased
-- column: address -- the address it goes to; empty when erased
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- who gets it, or whose candidate gets it
-- column: subject -- its subject; empty until the words are written
-- column: follow_ups -- how many follow-ups it reminds of
-- column: attachments -- how many files go with it
-- column: state -- queued, claimed, sending, sent, failed, uncertain, dropped
-- column: attempts -- deliveries tried
-- column: sent_at -- when the mail server took it
-- column: error -- what the last attempt came to
-- chart: stacked bars of rows by kind split by state
-- example: --limit 5 --columns created_at,kind,recipient,follow_ups,state
SELECT
  message.message_id,
  message.created_at,
  message.kind,
  message.recipient_kind,
  coalesce(candidate.external_id, addressed.external_id) AS recipient_id,
  CASE WHEN candidate.erased_at IS NULL THEN coalesce(message.recipient_name, candidate.name, addressed.name) END AS recipient,
  CASE WHEN candidate.erased_at IS NULL THEN message.recipient_address END AS address,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  CASE WHEN candidate.erased_at IS NULL THEN message.subject END AS subject,
  reminded.follow_ups,
  attached.files AS attachments,
  message.state,
  message.attempts,
  message.sent_at,
  message.error
FROM message
JOIN practice
  ON practice.agency_id = message.agency_id
LEFT JOIN candidate
  ON message.recipient_kind = 'candidate'
  AND candidate.agency_id = message.agency_id
  AND candidate.candidate_id = message.recipient_id
LEFT JOIN recruiter AS addressed
  ON message.recipient_kind = 'recruiter'
  AND addressed.agency_id = message.agency_id
  AND addressed.recruiter_id = message.recipient_id
LEFT JOIN recruiter
  ON recruiter.agency_id = message.agency_id
  AND recruiter.recruiter_id = coalesce(addressed.recruiter_id, candidate.recruiter_id)
CROSS JOIN LATERAL (
  SELECT count(DISTINCT nudge.follow_up_id) AS follow_ups
  FROM nudge
  WHERE nudge.agency_id = message.agency_id
    AND nudge.message_id = message.message_id
) AS reminded
CROSS JOIN LATERAL (
  SELECT count(*) AS files
  FROM message_attachment
  WHERE message_attachment.agency_id = message.agency_id
    AND message_attachment.message_id = message.message_id
) AS attached
WHERE message.agency_id = :agency
  -- The recipient's date lies no more than a day beside the agency's: it has the index.
  AND message.local_date BETWEEN :'from'::date - 1 AND :'to'::date + 1
  AND message.created_at >= at_local(:'from'::date, '00:00', practice)
  AND message.created_at < at_local(:'to'::date + 1, '00:00', practice)
  AND message.created_at <= :'as_of'::timestamptz
ORDER BY
  message.created_at DESC,
  message.message_id DESC
