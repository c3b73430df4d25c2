-- statement: pause_end
-- summary: Lets an agency's mail go again, or what is about a client.
-- optional: client
UPDATE mail_pause
SET resumed_at = greatest(:'as_of'::timestamptz, mail_pause.paused_at),
  resumed_by = :'by'
WHERE mail_pause.agency_id = :agency
  AND mail_pause.client_id IS NOT DISTINCT FROM :client::bigint
  AND mail_pause.resumed_at IS NULL
