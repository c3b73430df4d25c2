-- What a day brings, for the same candidates at every scale, written as an import writes it: with the triggers that queue them.
--
--   psql -v candidates=10000 -v round=1 -v as_of=2026-11-20T05:30:00-05:00 -f change.sql
--
-- Every second ten of the newest candidates: a quarter were called by their recruiter, of a quarter the client spoke, a
-- quarter told a reference, and a quarter were asked to one more interview. round tells changes of one database apart.
\set ON_ERROR_STOP on
BEGIN;
CREATE TEMPORARY TABLE news ON COMMIT DROP AS
SELECT
  candidate.agency_id,
  candidate.candidate_id,
  candidate.recruiter_id,
  job_order.client_id,
  candidate.candidate_id / 20 % 4 AS kind,
  :'as_of'::timestamptz - interval '2 hours' - (candidate.candidate_id % 600) * interval '1 second' AS at,
  'u' || :round || '-' || candidate.external_id AS external_id
FROM candidate
JOIN application
  ON application.agency_id = candidate.agency_id
  AND application.candidate_id = candidate.candidate_id
JOIN job_order
  ON job_order.agency_id = application.agency_id
  AND job_order.job_order_id = application.job_order_id
WHERE candidate.candidate_id > 100000000 - 2 * :candidates
  AND candidate.candidate_id / 10 % 2 = 0;

INSERT INTO touch (
  agency_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id, channel, purpose,
  application_id
)
SELECT
  agency_id,
  'bench',
  external_id,
  candidate_id,
  at,
  CASE kind WHEN 0 THEN 'recruiter' WHEN 1 THEN 'contact' ELSE 'candidate' END,
  CASE kind WHEN 0 THEN recruiter_id WHEN 1 THEN client_id * 5 ELSE candidate_id END,
  CASE kind WHEN 0 THEN 'candidate' WHEN 1 THEN 'recruiter' ELSE 'reference' END,
  CASE kind WHEN 0 THEN candidate_id WHEN 1 THEN recruiter_id ELSE 4 * candidate_id END,
  CASE kind WHEN 2 THEN 'email' ELSE 'call' END,
  CASE kind WHEN 0 THEN 'status_update' WHEN 1 THEN 'word' ELSE 'heads_up' END,
  2 * candidate_id
FROM news
WHERE kind < 3
  AND (kind <> 2 OR EXISTS (
    SELECT
    FROM reference_contact
    WHERE reference_contact.agency_id = news.agency_id
      AND reference_contact.reference_id = 4 * news.candidate_id
  ));

WITH asked AS (
  INSERT INTO interview (
    agency_id, candidate_id, source, external_id, application_id, scheduled_at, starts_at, ends_at, kind
  )
  SELECT
    agency_id,
    candidate_id,
    'bench',
    external_id,
    2 * candidate_id,
    at,
    :'as_of'::timestamptz + interval '5 days 6 hours',
    :'as_of'::timestamptz + interval '5 days 7 hours',
    'onsite'
  FROM news
  WHERE kind = 3
  RETURNING agency_id, candidate_id, interview_id
)
INSERT INTO attendee (agency_id, candidate_id, interview_id, contact_id, role)
SELECT
  asked.agency_id,
  asked.candidate_id,
  asked.interview_id,
  news.client_id * 5 + n,
  'interviewer'
FROM asked
JOIN news USING (agency_id, candidate_id)
CROSS JOIN generate_series(1, 2) AS n;
COMMIT;
