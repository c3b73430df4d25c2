-- check: one_message_a_day_for_one_recipient
-- summary: A recipient with more nudge messages on one local date than the policy allows
-- remedy: look at the messages; the cap nudges_per_recipient_per_day was lowered, or a nudge went out twice
SELECT
  message.recipient_kind,
  message.recipient_id,
  message.local_date,
  count(*) AS messages
FROM message
JOIN practice
  ON practice.agency_id = message.agency_id
WHERE message.agency_id = :agency
  AND practice.agency_id = :agency
  AND message.local_date > :'as_of'::date - 31
  AND message.kind = 'nudge'
  AND message.state IN ('queued', 'claimed', 'sending', 'sent')
  -- Before two rows turned out to be one person, each had messages of its own.
  AND NOT EXISTS (
    SELECT
    FROM person_merged
    WHERE person_merged.agency_id = message.agency_id
      AND person_merged.candidate_id = message.recipient_id
      AND message.recipient_kind = 'candidate'
      AND person_merged.merged_at >= message.created_at
  )
GROUP BY
  message.recipient_kind,
  message.recipient_id,
  message.local_date,
  practice.nudges_per_recipient_per_day
HAVING count(*) > practice.nudges_per_recipient_per_day
