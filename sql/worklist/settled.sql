-- fragment: settled
-- summary: What was on a list within the past week and is not any more, one JSON array a list: calendars cancel the events of earlier days.
-- That is what was done, skipped, missed or is no longer asked for, and what is snoozed. One that was on no earlier list does no harm:
-- a program that does not know the event has nothing to cancel.
-- A withdrawn follow-up does not say since when it is, so that its due time decides.
-- NULL unless calendar is yes.
SELECT
  worker.recruiter_id AS list_id,
  jsonb_agg(
    jsonb_build_object(
      'follow_up_id', gone.follow_up_id,
      'due_at', iso_local(gone.due_at, worker.zone),
      'minutes', rule.minutes,
      'summary', candidate.name || ': ' || rule.summary
    )
    ORDER BY gone.follow_up_id
  )::text AS events
FROM list AS owner
JOIN list AS worker ON worker.recruiter_id = owner.worker_id
JOIN practice ON practice.agency_id = :agency
CROSS JOIN LATERAL (
  SELECT follow_up.*
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND follow_up.recruiter_id = owner.recruiter_id
    AND follow_up.closes_at > :'as_of'::timestamptz - interval '7 days'
    AND (follow_up.closes_at <= :'as_of'::timestamptz OR follow_up.snoozed_until > :'as_of'::timestamptz)
  UNION ALL
  SELECT follow_up.*
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND follow_up.recruiter_id = owner.recruiter_id
    AND follow_up.withdrawn
    AND follow_up.due_at > :'as_of'::timestamptz - interval '7 days'
) AS gone
JOIN candidate
  ON candidate.agency_id = :agency
  AND candidate.candidate_id = gone.candidate_id
JOIN rule ON rule.rule = gone.rule
WHERE :'calendar' = 'yes'
  AND (nullif(:'recruiter', '')::bigint IS NULL OR worker.recruiter_id = nullif(:'recruiter', '')::bigint)
  AND gone.asked_from <= :'as_of'::timestamptz
  AND (gone.opens_at < worker.in_view_until OR gone.due_at < worker.day_ends_at)
  AND (:'backlog' = 'yes' OR NOT is_history(gone.due_at, practice))
GROUP BY worker.recruiter_id
