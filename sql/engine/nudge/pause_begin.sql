-- statement: pause_begin
-- summary: Pauses an agency's mail, or what is about a client; nothing where that is paused already.
-- optional: client
INSERT INTO mail_pause (agency_id, client_id, client, reason, paused_at, paused_by)
SELECT
  agency.agency_id,
  client.client_id,
  client.external_id,
  :'reason',
  :'as_of'::timestamptz,
  :'by'
FROM agency
LEFT JOIN client
  ON client.agency_id = :agency
  AND client.client_id = :client::bigint
WHERE agency.agency_id = :agency
ON CONFLICT (agency_id, client_id) WHERE resumed_at IS NULL DO NOTHING
