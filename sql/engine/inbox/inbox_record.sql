-- statement: inbox_record
-- summary: Keeps what came of a mail, once.
-- optional: sent_at, sender, subject, reason, body
INSERT INTO inbox_message (agency_id, message_id, read_at, sent_at, sender, subject, kind, state, reason, body)
VALUES (
  :agency,
  :'message_id',
  :'as_of'::timestamptz,
  :'sent_at'::timestamptz,
  :'sender',
  :'subject',
  :'kind',
  :'state',
  :'reason',
  :'body'
)
ON CONFLICT (agency_id, message_id) DO NOTHING
