-- report: interviews_upcoming
-- title: Interviews of the next days
-- summary: Which interviews are coming, who meets whom, and what is not ready for them?
-- grain: one row per interview that is not cancelled and starts from now on until the end of the last day; the next first
-- personal: yes
-- param: days = 14 -- days after today
-- column: starts_at -- when it starts
-- column: ends_at -- when it ends
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- whose candidate it is
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- who is interviewed
-- column: client_id -- the client's id at the source
-- column: client -- by whom
-- column: job_order -- for which job
-- column: application_id -- the application's id at the source
-- column: interview_id -- the interview's id at the source
-- column: kind -- telephone, video, on site, as the source says
-- column: location -- where
-- column: interviews_before -- interviews that this application had earlier and were not cancelled
-- column: interviewers -- who will lead it, by name
-- column: references_untold -- references who are to hear of it and have not: open follow-ups reference_heads_up
-- column: not_ready -- what is missing: nobody named who leads it, an interviewer without a usable email, references not told
-- example: --limit 5 --columns starts_at,recruiter,candidate,client,interviewers,not_ready
SELECT
  interview.starts_at,
  interview.ends_at,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  candidate.external_id AS candidate_id,
  candidate.name AS candidate,
  client.external_id AS client_id,
  client.name AS client,
  job_order.title AS job_order,
  application.external_id AS application_id,
  interview.external_id AS interview_id,
  interview.kind,
  interview.location,
  earlier.interviews AS interviews_before,
  led.names AS interviewers,
  heads_up.untold AS references_untold,
  concat_ws(
    '; ',
    CASE
      WHEN led.people = 0 THEN 'nobody is named who leads it'
      WHEN led.unreachable IS NOT NULL THEN 'no usable email of ' || led.unreachable
    END,
    CASE heads_up.untold
      WHEN 0 THEN NULL
      WHEN 1 THEN 'one reference not told'
      ELSE heads_up.untold || ' references not told'
    END
  ) AS not_ready
FROM valid_interview AS interview
JOIN practice
  ON practice.agency_id = interview.agency_id
JOIN candidate
  ON candidate.agency_id = interview.agency_id
  AND candidate.candidate_id = interview.candidate_id
JOIN recruiter
  ON recruiter.agency_id = interview.agency_id
  AND recruiter.recruiter_id = candidate.recruiter_id
JOIN application
  ON application.agency_id = interview.agency_id
  AND application.candidate_id = interview.candidate_id
  AND application.application_id = interview.application_id
JOIN job_order
  ON job_order.agency_id = application.agency_id
  AND job_order.job_order_id = application.job_order_id
JOIN client
  ON client.agency_id = job_order.agency_id
  AND client.client_id = job_order.client_id
CROSS JOIN LATERAL (
  SELECT count(*) AS interviews
  FROM valid_interview AS before
  WHERE before.agency_id = interview.agency_id
    AND before.candidate_id = interview.candidate_id
    AND before.application_id = interview.application_id
    AND before.starts_at < interview.starts_at
) AS earlier
CROSS JOIN LATERAL (
  SELECT
    count(*) AS people,
    string_agg(contact.name, ', ' ORDER BY contact.name COLLATE "C", contact.contact_id) AS names,
    string_agg(contact.name, ', ' ORDER BY contact.name COLLATE "C", contact.contact_id)
      FILTER (WHERE interviewer.email IS NULL OR email_fault(interviewer.email, practice.nobodys_addresses) IS NOT NULL)
      AS unreachable
  FROM interviewer
  JOIN contact
    ON contact.agency_id = interviewer.agency_id
    AND contact.contact_id = interviewer.contact_id
  WHERE interviewer.agency_id = interview.agency_id
    AND interviewer.candidate_id = interview.candidate_id
    AND interviewer.interview_id = interview.interview_id
) AS led
CROSS JOIN LATERAL (
  SELECT count(*) AS untold
  FROM follow_up
  WHERE follow_up.agency_id = interview.agency_id
    AND follow_up.candidate_id = interview.candidate_id
    AND follow_up.application_id = interview.application_id
    AND follow_up.rule = 'reference_heads_up'
    AND follow_up.closes_at > :'as_of'::timestamptz
    AND follow_up.asked_from <= :'as_of'::timestamptz
) AS heads_up
WHERE interview.agency_id = :agency
  AND interview.starts_at >= :'as_of'::timestamptz
  AND interview.starts_at < at_local(local_date(:'as_of'::timestamptz, practice) + :days::integer + 1, '00:00', practice)
ORDER BY
  interview.starts_at,
  interview.external_id COLLATE "C",
  interview.interview_id
