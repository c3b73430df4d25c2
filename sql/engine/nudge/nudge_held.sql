-- statement: nudge_held
-- summary: Messages held by a sender whose run is not known to be at work: they are on their way, or their sender is dead.
-- optional: claim
SELECT
  message.message_id,
  message.recipient_address,
  message.state,
  coalesce(message.lease_until < statement_timestamp(), true) AS is_over
FROM message
WHERE message.agency_id = :agency
  AND message.state IN ('claimed', 'sending')
  AND message.claim IS DISTINCT FROM :'claim'::uuid
  AND NOT EXISTS (
    SELECT
    FROM job_run
    WHERE job_run.agency_id = :agency
      AND job_run.state = 'running'
      AND job_run.runner = message.claimed_by
      AND job_run.lease_until >= statement_timestamp()
  )
ORDER BY message.message_id
