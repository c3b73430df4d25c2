-- report: response_times
-- title: How long clients take to answer
-- summary: How many days pass from an interview to the client's word?
-- grain: one row per client and contact whose word it was; of interviews without a word, one row per client without a contact
-- personal: yes
-- param: from = today - 182 days -- the first day of the interviews
-- param: to = today -- the last day of the interviews
-- param: recruiter = -- only job orders of the recruiter with this id; empty: all
-- param: client = -- only the client with this id; empty: all
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: party_id -- the contact's id at the source; empty: interviews on which nobody has spoken
-- column: party -- the contact
-- column: recruiter_id -- the id of the recruiter whose job order the latest of these interviews was for
-- column: recruiter -- their name
-- column: interviews -- held interviews of the period
-- column: answered -- how many of them were followed by a word about the application
-- column: median_days -- days from the interview's end to the word, of half of them at most
-- column: slow_days -- of nine of ten of them at most
-- column: waiting_days -- of interviews without a word about an application that is open: days since the oldest
-- chart: bars of answered by client
-- example: --limit 5
WITH held AS (
  SELECT
    interview.candidate_id,
    interview.application_id,
    interview.interview_id,
    interview.ends_at
  FROM held_interview AS interview
  JOIN practice
    ON practice.agency_id = :agency
  WHERE interview.agency_id = :agency
    AND interview.starts_at >= at_local(:'from'::date, '00:00', practice)
    AND interview.starts_at < at_local(:'to'::date + 1, '00:00', practice)
    AND interview.ends_at <= :'as_of'::timestamptz
),
answer AS (
  SELECT
    application.client_id,
    application.job_order_recruiter_id,
    held.interview_id,
    held.ends_at,
    word.contact_id,
    days_between(held.ends_at, word.happened_at) AS days,
    CASE
      WHEN word.contact_id IS NULL AND (application.closed_at IS NULL OR application.closed_at > :'as_of'::timestamptz)
        THEN days_between(held.ends_at, :'as_of'::timestamptz)
    END AS waiting_days
  FROM held
  CROSS JOIN LATERAL (
    SELECT application_terms.*
    FROM application_terms
    WHERE application_terms.agency_id = :agency
      AND application_terms.candidate_id = held.candidate_id
      AND application_terms.application_id = held.application_id
    OFFSET 0
  ) AS application
  LEFT JOIN LATERAL (
    SELECT
      touch.actor_id AS contact_id,
      client_response.happened_at
    FROM client_response
    JOIN touch USING (agency_id, candidate_id, touch_id)
    WHERE client_response.agency_id = :agency
      AND client_response.candidate_id = held.candidate_id
      AND client_response.application_id = held.application_id
      AND client_response.client_id = application.client_id
      AND client_response.happened_at >= held.ends_at
      AND client_response.happened_at <= :'as_of'::timestamptz
    ORDER BY
      client_response.happened_at,
      client_response.external_id COLLATE "C"
    LIMIT 1
  ) AS word ON true
)
SELECT
  client.external_id AS client_id,
  client.name AS client,
  contact.external_id AS party_id,
  contact.name AS party,
  (array_agg(recruiter.external_id ORDER BY answer.ends_at DESC, answer.interview_id DESC))[1] AS recruiter_id,
  (array_agg(recruiter.name ORDER BY answer.ends_at DESC, answer.interview_id DESC))[1] AS recruiter,
  count(*) AS interviews,
  count(answer.days) AS answered,
  round(percentile_cont(0.5) WITHIN GROUP (ORDER BY answer.days::float8)::numeric, 1) AS median_days,
  round(percentile_cont(0.9) WITHIN GROUP (ORDER BY answer.days::float8)::numeric, 1) AS slow_days,
  max(answer.waiting_days) AS waiting_days
FROM answer
JOIN client
  ON client.agency_id = :agency
  AND client.client_id = answer.client_id
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = answer.job_order_recruiter_id
LEFT JOIN contact
  ON contact.agency_id = :agency
  AND contact.contact_id = answer.contact_id
WHERE (:'client' = '' OR client.external_id = :'client')
  AND (:'recruiter' = '' OR recruiter.external_id = :'recruiter')
GROUP BY
  client.external_id,
  client.name,
  contact.external_id,
  contact.name
ORDER BY
  client.name COLLATE "C",
  client.external_id COLLATE "C",
  contact.external_id COLLATE "C" NULLS LAST
