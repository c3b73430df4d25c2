-- statement: address_bounced
-- summary: Says that mail to an address came back for good.
INSERT INTO mail_address (agency_id, address, bounced_at, bounce_reason)
VALUES (:agency, :'address', :'at'::timestamptz, :'reason')
ON CONFLICT (agency_id, address) DO UPDATE
SET bounced_at = excluded.bounced_at,
  bounce_reason = excluded.bounce_reason
