-- report: placements_starting
-- title: Placements that start
-- summary: Who starts when, and which of their check-ins are due?
-- grain: one row per accepted application that starts in the next days or has started within the last ones; in the order of the starts
-- personal: yes
-- param: days = 30 -- starts in so many days from today on
-- param: back = 110 -- and starts of so many days before today: the check-in after 90 days may be rolled, and can be made for 14 days more
-- column: start_on -- the first day of work
-- column: starts_in_days -- days from today; below 0: it has begun
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- the candidate
-- column: candidate_phone -- their telephone number
-- column: recruiter_id -- the id of the candidate's recruiter at the source
-- column: recruiter -- the candidate's recruiter
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: job_order -- the job
-- column: application_id -- the application's id at the source
-- column: announce_on -- the day of the announcement
-- column: check_ins_done -- how many of the three check-ins after the start are done
-- column: check_ins_missed -- how many came to nothing
-- column: next_check_in_due -- when the next one is due
-- example: --limit 5 --columns start_on,starts_in_days,candidate,recruiter,client,job_order,check_ins_done,next_check_in_due
WITH today AS (
  SELECT local_date(:'as_of'::timestamptz, practice) AS day
  FROM practice
  WHERE practice.agency_id = :agency
)
SELECT
  application.start_on,
  application.start_on - today.day AS starts_in_days,
  candidate.external_id AS candidate_id,
  candidate.name AS candidate,
  candidate.phone AS candidate_phone,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  client.external_id AS client_id,
  client.name AS client,
  job_order.title AS job_order,
  application.external_id AS application_id,
  application.announce_on,
  check_in.done AS check_ins_done,
  check_in.missed AS check_ins_missed,
  check_in.next_due AS next_check_in_due
FROM application
CROSS JOIN today
JOIN job_order
  ON job_order.agency_id = application.agency_id
  AND job_order.job_order_id = application.job_order_id
JOIN client
  ON client.agency_id = job_order.agency_id
  AND client.client_id = job_order.client_id
JOIN candidate
  ON candidate.agency_id = application.agency_id
  AND candidate.candidate_id = application.candidate_id
JOIN recruiter
  ON recruiter.agency_id = candidate.agency_id
  AND recruiter.recruiter_id = candidate.recruiter_id
CROSS JOIN LATERAL (
  SELECT
    count(*) FILTER (WHERE follow_up.state = 'done') AS done,
    count(*) FILTER (WHERE follow_up.state = 'missed') AS missed,
    min(follow_up.due_at) FILTER (WHERE follow_up.state = 'open') AS next_due
  FROM (
    SELECT
      planned.due_at,
      follow_up_state(
        :'as_of'::timestamptz,
        planned.asked_from,
        planned.asked_until,
        planned.expires_at,
        planned.done_at,
        planned.skipped_at
      ) AS state
    FROM follow_up AS planned
    WHERE planned.agency_id = application.agency_id
      AND planned.candidate_id = application.candidate_id
      AND planned.application_id = application.application_id
      AND planned.rule = 'placement_check_in'
      AND NOT planned.withdrawn
  ) AS follow_up
) AS check_in
WHERE application.agency_id = :agency
  AND application.decision = 'accepted'
  AND application.start_on >= (SELECT today.day - :back::integer FROM today)
  AND application.start_on <= (SELECT today.day + :days::integer FROM today)
ORDER BY
  application.start_on,
  candidate.external_id COLLATE "C",
  application.external_id COLLATE "C"
