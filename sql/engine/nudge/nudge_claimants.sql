-- statement: nudge_claimants
-- summary: Which processes hold messages, so that those that ended can be distinguished from those at work.
SELECT DISTINCT message.claimed_by
FROM message
WHERE message.agency_id = :agency
  AND message.state IN ('claimed', 'sending')
  AND message.claimed_by IS NOT NULL
