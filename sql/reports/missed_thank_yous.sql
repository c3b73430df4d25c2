-- report: missed_thank_yous
-- title: Interviewers not thanked in time
-- summary: Which interviewers were not thanked by email in time, and whose candidates owed it?
-- grain: one row per interview and interviewer whose thank-you email fell due in the period and was late or did not come; the latest first
-- personal: yes
-- param: from = monday - 4 weeks -- the first day of the period
-- param: to = today -- the last day of the period
-- column: due_at -- by when the email was due
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- whose candidate it is
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- who owed the thank-you
-- column: client_id -- the client's id at the source
-- column: client -- where the interview was
-- column: job_order -- the job it was about
-- column: application_id -- the application's id at the source
-- column: interview_id -- the interview's id at the source
-- column: interview_ended_at -- when the interview ended
-- column: party_id -- the interviewer's id at the source
-- column: party -- the interviewer
-- column: ended -- late: it came, but too late; missed: it did not come; lapsed: the application was withdrawn after it was due
-- column: thanked_at -- when it came after all
-- column: late_hours -- how long after it was due
-- example: --limit 5 --columns due_at,recruiter,candidate,client,party,ended,late_hours
SELECT
  due.due_at,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  facts.candidate_external_id AS candidate_id,
  facts.candidate_name AS candidate,
  client.external_id AS client_id,
  client.name AS client,
  facts.job_title AS job_order,
  application.external_id AS application_id,
  interview.external_id AS interview_id,
  interview.ends_at AS interview_ended_at,
  contact.external_id AS party_id,
  contact.name AS party,
  CASE WHEN due.ended = 'overdue' THEN 'missed' ELSE due.ended END AS ended,
  due.done_at AS thanked_at,
  round((extract(epoch FROM due.done_at - due.due_at) / 3600)::numeric, 1) AS late_hours
FROM follow_ups_due(:agency, :'from'::date, :'to'::date, :'as_of'::timestamptz) AS due
CROSS JOIN LATERAL (
  SELECT follow_up_facts.*
  FROM follow_up_facts
  WHERE follow_up_facts.agency_id = :agency
    AND follow_up_facts.candidate_id = due.candidate_id
    AND follow_up_facts.follow_up_id = due.follow_up_id
  OFFSET 0
) AS facts
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = due.recruiter_id
JOIN application
  ON application.agency_id = :agency
  AND application.candidate_id = due.candidate_id
  AND application.application_id = due.application_id
JOIN interview
  ON interview.agency_id = :agency
  AND interview.candidate_id = due.candidate_id
  AND interview.interview_id = due.interview_id
JOIN contact
  ON contact.agency_id = :agency
  AND contact.contact_id = due.party_id
LEFT JOIN client
  ON client.agency_id = :agency
  AND client.client_id = due.client_id
WHERE due.rule = 'thank_you_email'
  AND due.ended IN ('late', 'missed', 'lapsed', 'overdue')
ORDER BY
  due.due_at DESC,
  facts.candidate_external_id COLLATE "C",
  interview.external_id COLLATE "C",
  contact.external_id COLLATE "C",
  due.follow_up_id
