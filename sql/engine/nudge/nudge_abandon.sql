-- statement: nudge_abandon
-- summary: Takes back claimed messages that have nothing left to say.
DELETE FROM message
WHERE message.agency_id = :agency
  AND message.message_id = ANY (:'messages'::bigint[])
  AND message.claim = :'claim'::uuid
  AND message.state = 'claimed'
