-- statement: nudge_renew
-- summary: A sender at work keeps what it holds: its lease starts anew.
UPDATE message
SET lease_until = statement_timestamp() + make_interval(secs => :lease::integer)
WHERE message.agency_id = :agency
  AND message.claim = :'claim'::uuid
  AND message.state IN ('claimed', 'sending')
