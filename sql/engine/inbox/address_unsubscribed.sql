-- statement: address_unsubscribed
-- summary: Says that whoever reads an address wants no more of these mails.
INSERT INTO mail_address (agency_id, address, unsubscribed_at)
VALUES (:agency, :'address', :'at'::timestamptz)
ON CONFLICT (agency_id, address) DO UPDATE
SET unsubscribed_at = coalesce(mail_address.unsubscribed_at, excluded.unsubscribed_at)
