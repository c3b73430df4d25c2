-- statement: nudge_abandon
-- summary: Takes back a claimed message of which nothing is left to say.
DELETE FROM message
WHERE message.agency_id = :agency
  AND message.message_id = :message
  AND message.claim = :'claim'::uuid
  AND message.state = 'claimed'
