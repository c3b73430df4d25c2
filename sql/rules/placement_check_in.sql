-- rule: placement_check_in
-- summary: Ask a placed candidate how it goes after a week, a month and a quarter.
-- why: A start that goes wrong can be seen early, when it can still be corrected.
-- source: Agency practice
-- asks: three times, of a candidate who accepted and whose first day is known
-- anchor: the first day in the job at start_time
-- due: anchor_at + due_days days, rolled
-- done: any touch from a recruiter to the candidate from early_days before it is due until early_days before the next one is
-- counts: any purpose
-- actor: recruiter
-- party: candidate
-- channel: call
-- purpose: check_in
-- late: counts
-- minutes: 10
-- template: placement_check_in
-- action: Ask {party} how the start as {job} at {client} goes
-- param: start_time = 09:00 -- the agency's local time on the first day in the job
-- param: due_days = 7,30,90 -- days after the start
-- param: expires_days = 14 -- days after it was due
-- param: early_days = 3 -- days before it is due from which a touch counts
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  NULL::bigint AS reference_id,
  step.k::text AS occurrence,
  'candidate' AS party_kind,
  application.candidate_id AS party_id,
  candidate.recruiter_id,
  step.starts_at AS anchor_at,
  application.decided_at AS asked_from,
  NULL::timestamptz AS asked_until,
  NULL AS until_reason,
  step.due_at AS opens_at,
  step.due_at,
  plus_days(step.due_at, :expires_days, practice) AS expires_at,
  step.spoken_at AS done_at,
  'started on ' || application.start_on AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
JOIN application USING (agency_id, candidate_id)
JOIN (
  SELECT
    step.agency_id,
    step.candidate_id,
    step.application_id,
    step.starts_at,
    step.k,
    step.due_at,
    min(touch.happened_at) AS spoken_at
  FROM (
    SELECT
      planned.*,
      plus_days(planned.due_at, - :early_days::integer, practice) AS counts_from,
      plus_days(
        lead(planned.due_at) OVER (PARTITION BY planned.agency_id, planned.candidate_id, planned.application_id ORDER BY planned.k),
        - :early_days::integer,
        practice
      ) AS counts_until
    FROM (
      SELECT
        start.*,
        rolled(
          plus_days(start.starts_at, (string_to_array(:'due_days', ',')::integer[])[start.k], practice),
          practice
        ) AS due_at
      FROM (
        SELECT
          placed.agency_id,
          placed.candidate_id,
          placed.application_id,
          at_local(placed.start_on, :'start_time'::time, practice) AS starts_at,
          generate_subscripts(string_to_array(:'due_days', ',')::integer[], 1) AS k
        FROM application AS placed
        JOIN practice USING (agency_id)
        WHERE placed.decision = 'accepted'
          AND placed.start_on IS NOT NULL
      ) AS start
      JOIN practice USING (agency_id)
    ) AS planned
    JOIN practice USING (agency_id)
  ) AS step
  LEFT JOIN touch
    ON touch.agency_id = step.agency_id
    AND touch.party_id = step.candidate_id
    AND touch.party_kind = 'candidate'
    AND touch.actor_kind = 'recruiter'
    AND touch.purpose <> 'reminder'
    AND touch.happened_at >= step.counts_from
    AND (step.counts_until IS NULL OR touch.happened_at < step.counts_until)
    AND (touch.application_id IS NULL OR touch.application_id = step.application_id)
  GROUP BY step.agency_id, step.candidate_id, step.application_id, step.starts_at, step.k, step.due_at
) AS step USING (agency_id, candidate_id, application_id)
WHERE application.decision = 'accepted'
  AND application.decided_at IS NOT NULL
  AND application.start_on IS NOT NULL
