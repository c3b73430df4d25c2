-- statement: list_queue
-- summary: Puts somebody's list or overview of a date into the outbox, once.
-- optional: html
INSERT INTO message (
  agency_id,
  key,
  kind,
  recipient_kind,
  recipient_id,
  recipient_name,
  recipient_address,
  subject,
  body_text,
  body_html,
  local_date,
  created_at,
  state,
  next_attempt_at
)
VALUES (
  :agency,
  :'key',
  :'kind',
  'recruiter',
  :recruiter::bigint,
  :'name',
  :'address',
  :'subject',
  :'text',
  :'html',
  :'local_date'::date,
  :'as_of'::timestamptz,
  'queued',
  '-infinity'
)
ON CONFLICT (agency_id, key) DO NOTHING
