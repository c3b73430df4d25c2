-- statement: nudge_withhold
-- summary: Takes out of claimed messages what is no longer owed: done, gone, moved, snoozed or paused since it was queued, or not planned yet.
DELETE FROM nudge
USING (
  -- Chosen apart: Citus deletes by no condition that calls a function which reads.
  SELECT
    queued.message_id,
    queued.candidate_id,
    queued.follow_up_id,
    queued.step,
    queued.due_at
  FROM nudge AS queued
  WHERE queued.agency_id = :agency
    AND queued.message_id = ANY (:'messages'::bigint[])
    AND (
      EXISTS (
        SELECT
        FROM mail_pause
        WHERE mail_pause.agency_id = :agency
          AND mail_pause.client_id IS NOT NULL
          AND mail_pause.resumed_at IS NULL
      )
      AND is_about_paused_client(queued.agency_id, queued.candidate_id, queued.follow_up_id)
      OR NOT EXISTS (
        SELECT
        FROM follow_up
        WHERE follow_up.agency_id = :agency
          AND follow_up.candidate_id = queued.candidate_id
          AND follow_up.follow_up_id = queued.follow_up_id
          AND follow_up.due_at = queued.due_at
          AND follow_up.closes_at > :'as_of'::timestamptz
          AND follow_up.asked_from <= :'as_of'::timestamptz
          AND (follow_up.snoozed_until IS NULL OR follow_up.snoozed_until <= :'as_of'::timestamptz)
          AND NOT EXISTS (
            SELECT
            FROM plan_queue
            WHERE plan_queue.agency_id = :agency
              AND plan_queue.candidate_id IN (follow_up.candidate_id, 0)
          )
        -- OFFSET 0: follow-up by follow-up; the planner would read all that the agency has ever had.
        OFFSET 0
      )
    )
) AS settled
WHERE nudge.agency_id = :agency
  AND nudge.message_id = settled.message_id
  AND nudge.candidate_id = settled.candidate_id
  AND nudge.follow_up_id = settled.follow_up_id
  AND nudge.step = settled.step
  AND nudge.due_at = settled.due_at
