-- statement: address_allowed
-- summary: Mail goes to an address again.
DELETE FROM mail_address
WHERE mail_address.agency_id = :agency
  AND mail_address.address = :'address'
