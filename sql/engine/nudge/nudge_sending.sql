-- statement: nudge_sending
-- summary: Writes a claimed message's words down and says that it is about to be handed over; committed just before it is.
-- optional: html, reply_to
UPDATE message
SET state = 'sending',
  subject = :'subject',
  body_text = :'text',
  body_html = :'html',
  reply_to = :'reply_to',
  lease_until = statement_timestamp() + make_interval(secs => :lease::integer)
WHERE message.agency_id = :agency
  AND message.message_id = :message
  AND message.claim = :'claim'::uuid
  AND message.state = 'claimed'
