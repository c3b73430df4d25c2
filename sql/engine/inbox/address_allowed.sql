-- statement: address_allowed
-- summary: Mail goes to an address again, and who let it is kept.
WITH allowed AS (
  DELETE FROM mail_address
  WHERE mail_address.agency_id = :agency
    AND mail_address.address = :'address'
  RETURNING mail_address.*
)
INSERT INTO address_allowed (agency_id, address, reason, allowed_at, allowed_by)
SELECT
  allowed.agency_id,
  allowed.address,
  concat_ws(
    '; ',
    CASE WHEN allowed.unsubscribed_at IS NOT NULL THEN 'its reader had asked for no more mail' END,
    'mail had come back: ' || allowed.bounce_reason
  ),
  :'as_of'::timestamptz,
  :'by'
FROM allowed
