-- statement: list_queue
-- summary: Puts somebody's list or overview of a date into the outbox, once, with the files that go with it.
-- optional: html
WITH queued AS (
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
  RETURNING
    message.agency_id,
    message.message_id
),
attached AS (
  INSERT INTO message_attachment (
    agency_id,
    message_id,
    file_name,
    media_type,
    bytes
  )
  SELECT
    queued.agency_id,
    queued.message_id,
    file.file_name,
    file.media_type,
    decode(file.base64, 'base64')
  FROM queued
  CROSS JOIN jsonb_to_recordset(:'files'::jsonb) AS file (file_name text, media_type text, base64 text)
)
SELECT queued.message_id
FROM queued
