-- Agencies of any size, made straight in a migrated, empty database:
--
--   psql -v scale=1 -v day=2500 -v agencies=10 -v biggest=1 -v as_of=2026-11-20T05:30:00-05:00 -f generate.sql
--
-- scale 1 is 100 thousand candidates over the last 120 working days, 2,500 interviews a day; a larger one is a longer history
-- with the same last days: candidate k is the k-th before today, and nothing about it depends on the scale. Deterministic.
-- day: interviews a day, with everything else in proportion, for a small copy of all this.
-- biggest: how many times as large as any other the first agency is.
-- recruiters: how many the agencies have together; 1000 where none is given.
-- source: the import source of it all; bench where none is given.
\set ON_ERROR_STOP on
\if :{?source} \else \set source bench \endif
\if :{?recruiters} \else \set recruiters 1000 \endif
BEGIN;
SET LOCAL session_replication_role = replica;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL work_mem = '256MB';
SET LOCAL maintenance_work_mem = '512MB';

-- 0 <= chance < 1, always the same for the same k and salt.
CREATE FUNCTION pg_temp.chance(k bigint, salt bigint)
RETURNS double precision
LANGUAGE sql
IMMUTABLE
AS $$ SELECT (hashint8extended(k, salt) & 1048575) / 1048576.0 $$;

-- The days on which the agencies work; day 0 is the business date.
CREATE TEMPORARY TABLE workday ON COMMIT DROP AS
SELECT
  day_on::date,
  row_number() OVER (ORDER BY day_on) - 1
    - count(*) FILTER (WHERE day_on <= (:'as_of'::timestamptz AT TIME ZONE 'America/New_York')::date) OVER () + 1 AS day
FROM generate_series('1990-01-01'::timestamp, '2035-12-31', '1 day') AS day_on
WHERE extract(isodow FROM day_on) <= 5
  AND to_char(day_on, 'MM-DD') NOT IN ('01-01', '07-04', '11-26', '12-25');
CREATE UNIQUE INDEX ON workday (day) INCLUDE (day_on);
ANALYZE workday;

CREATE TEMPORARY TABLE tenant ON COMMIT DROP AS
SELECT
  a AS agency_id,
  (ARRAY['America/New_York', 'America/Chicago', 'Europe/London', 'Europe/Berlin', 'America/Los_Angeles'])[a % 5 + 1] AS zone
FROM generate_series(1, :agencies) AS a;

INSERT INTO agency (agency_id, name, time_zone)
OVERRIDING SYSTEM VALUE
SELECT
  agency_id,
  'Agency ' || agency_id,
  zone
FROM tenant;

INSERT INTO holiday (agency_id, holiday_on, name)
SELECT
  tenant.agency_id,
  day_on::date,
  'Closed'
FROM tenant
CROSS JOIN generate_series('2020-01-01'::timestamp, '2030-12-31', '1 day') AS day_on
WHERE to_char(day_on, 'MM-DD') IN ('01-01', '07-04', '11-26', '12-25');

\o /dev/null
SELECT refresh_practice(agency_id)
FROM tenant;
\o

INSERT INTO recruiter (agency_id, recruiter_id, source, external_id, name, email, manager_id)
SELECT
  tenant.agency_id,
  r,
  :'source',
  'r' || r,
  'Recruiter ' || r,
  'recruiter' || r || '@agency' || tenant.agency_id || '.example',
  CASE WHEN r % 20 <> 1 THEN (r - 1) / 20 * 20 + 1 WHEN r <> 1 THEN 1 END
FROM tenant
CROSS JOIN generate_series(1, :recruiters / :agencies) AS r;

-- Who the k-th newest candidate is: of which agency, for which job order and client of it, from which day on.
CREATE TEMPORARY TABLE process ON COMMIT DROP AS
SELECT
  k,
  place.agency_id,
  100000000 - k AS candidate_id,
  place.nth / 10 + 1 AS job_order_id,
  place.nth / 100 + 1 AS client_id,
  1 + (hashint8extended(place.nth / 10, 1) & 2147483647) % (:recruiters / :agencies) AS recruiter_id,
  - (k * 3 / :day) AS first_day,
  tenant.zone,
  pg_temp.chance(k, 2) AS fate
FROM generate_series(0, round(40 * :day * :scale)::bigint - 1) AS k
CROSS JOIN LATERAL (
  SELECT
    greatest(1, k % (:biggest + :agencies - 1) - :biggest + 2)::integer AS agency_id,
    CASE WHEN k % (:biggest + :agencies - 1) < :biggest
      THEN k / (:biggest + :agencies - 1) * :biggest + k % (:biggest + :agencies - 1)
      ELSE k / (:biggest + :agencies - 1) END AS nth
) AS place
JOIN tenant USING (agency_id);
ANALYZE process;

-- A process takes 18 working days to its decision; then the candidate rests, and after 60 the references do.
CREATE TEMPORARY TABLE course ON COMMIT DROP AS
SELECT
  process.*,
  began.day_on AS began_on,
  (began.day_on + time '08:30') AT TIME ZONE process.zone AS began_at,
  decided.day_on AS decided_on,
  (decided.day_on + time '15:00') AT TIME ZONE process.zone AS decided_at,
  (rested.day_on + time '17:00') AT TIME ZONE process.zone AS rested_at,
  (forgotten.day_on + time '17:00') AT TIME ZONE process.zone AS forgotten_at,
  announced.day_on AS announce_on,
  started.day_on AS start_on,
  CASE
    WHEN process.fate < 0.2 THEN 'accepted'
    WHEN process.fate < 0.25 THEN 'declined'
    WHEN process.fate < 0.85 THEN 'rejected'
    ELSE 'withdrawn'
  END AS decision
FROM process
JOIN workday AS began ON began.day = process.first_day
JOIN workday AS decided ON decided.day = process.first_day + 18
JOIN workday AS rested ON rested.day = process.first_day + 25
JOIN workday AS forgotten ON forgotten.day = process.first_day + 60
JOIN workday AS announced ON announced.day = process.first_day + 21
JOIN workday AS started ON started.day = process.first_day + 24;
ANALYZE course;

INSERT INTO client (agency_id, client_id, source, external_id, name, check_in_mode)
SELECT DISTINCT
  agency_id,
  client_id,
  :'source',
  'cl' || client_id,
  'Client ' || client_id,
  CASE WHEN client_id % 10 = 0 THEN 'single' END
FROM process;

INSERT INTO contact (agency_id, contact_id, source, external_id, client_id, name, title, email, person)
SELECT
  client.agency_id,
  client.client_id * 5 + n,
  :'source',
  'ct' || client.client_id * 5 + n,
  client.client_id,
  'Contact ' || client.client_id * 5 + n,
  CASE n WHEN 0 THEN 'Head of department' ELSE 'Team lead' END,
  'contact' || client.client_id * 5 + n || '@client.example',
  'e:contact' || client.client_id * 5 + n || '@client.example'
FROM client
CROSS JOIN generate_series(0, 4) AS n;

INSERT INTO job_order (
  agency_id, job_order_id, source, external_id, client_id, title, recruiter_id, hiring_contact_id, status, status_since
)
SELECT
  agency_id,
  job_order_id,
  :'source',
  'j' || job_order_id,
  min(client_id),
  'Position ' || job_order_id,
  min(recruiter_id),
  CASE WHEN job_order_id % 50 <> 0 THEN min(client_id) * 5 END,
  CASE WHEN max(rested_at) <= :'as_of' THEN 'closed' ELSE 'open' END,
  CASE WHEN max(rested_at) <= :'as_of' THEN max(rested_at) ELSE min(began_at) END
FROM course
GROUP BY
  agency_id,
  job_order_id;

INSERT INTO candidate (
  agency_id, candidate_id, source, external_id, name, email, phone, recruiter_id, status, status_since, search_started_on
)
SELECT
  agency_id,
  candidate_id,
  :'source',
  'c' || k,
  'Candidate ' || k,
  CASE WHEN k % 50 <> 0 THEN 'candidate' || k || '@mail.example' END,
  '+1 202 555 ' || lpad((k % 10000)::text, 4, '0'),
  recruiter_id,
  CASE
    WHEN rested_at > :'as_of' THEN 'active'
    WHEN decision = 'accepted' THEN 'placed'
    ELSE 'inactive'
  END,
  CASE WHEN rested_at > :'as_of' THEN began_at ELSE rested_at END,
  began_on
FROM course
ORDER BY k DESC;

INSERT INTO application (
  agency_id, candidate_id, application_id, source, external_id, job_order_id, stage, stage_since, decision, decided_at,
  start_on, announce_on
)
SELECT
  agency_id,
  candidate_id,
  2 * candidate_id,
  :'source',
  'a' || k,
  job_order_id,
  CASE
    WHEN decided_at <= :'as_of' THEN 'decided'
    WHEN first_day + 13 <= 0 THEN 'reference_check'
    WHEN first_day + 1 <= 0 THEN 'interviewing'
    ELSE 'submitted'
  END,
  NULL,
  CASE WHEN decided_at <= :'as_of' THEN decision END,
  CASE WHEN decided_at <= :'as_of' THEN decided_at END,
  CASE WHEN decided_at <= :'as_of' AND decision = 'accepted' THEN start_on END,
  CASE WHEN decided_at <= :'as_of' AND decision = 'accepted' THEN announce_on END
FROM course
ORDER BY k DESC;

INSERT INTO application_stage (agency_id, candidate_id, application_id, stage, since)
SELECT
  course.agency_id,
  course.candidate_id,
  2 * course.candidate_id,
  step.stage,
  step.since
FROM course
JOIN workday AS interviewing ON interviewing.day = course.first_day + 1
JOIN workday AS checking ON checking.day = course.first_day + 13
CROSS JOIN LATERAL (
  VALUES
    ('submitted', course.began_at),
    ('interviewing', (interviewing.day_on + time '09:00') AT TIME ZONE course.zone),
    ('reference_check', (checking.day_on + time '09:00') AT TIME ZONE course.zone),
    ('decided', course.decided_at)
) AS step (stage, since)
WHERE step.since <= :'as_of'
ORDER BY
  course.k DESC,
  step.since;

-- Interviews on the 3rd, 8th and 13th day, an hour long, between 8:00 and 17:00.
CREATE TEMPORARY TABLE meeting ON COMMIT DROP AS
SELECT
  course.k,
  course.agency_id,
  course.candidate_id,
  course.client_id,
  course.recruiter_id,
  course.zone,
  course.first_day + 2 + 5 * n AS day,
  n,
  4 * course.candidate_id + n AS interview_id,
  course.began_at + n * interval '5 days' AS scheduled_at,
  (workday.day_on + time '08:00' + floor(pg_temp.chance(course.k, 10 + n) * 18) * interval '30 minutes')
    AT TIME ZONE course.zone AS starts_at
FROM course
CROSS JOIN generate_series(0, 2) AS n
JOIN workday ON workday.day = course.first_day + 2 + 5 * n;
ANALYZE meeting;

INSERT INTO interview (
  agency_id, candidate_id, interview_id, source, external_id, application_id, scheduled_at, starts_at, ends_at, status, kind
)
SELECT
  agency_id,
  candidate_id,
  interview_id,
  :'source',
  'i' || k || '-' || n,
  2 * candidate_id,
  least(scheduled_at, :'as_of'),
  starts_at,
  starts_at + interval '1 hour',
  CASE
    WHEN starts_at + interval '1 hour' > :'as_of' THEN 'scheduled'
    WHEN pg_temp.chance(k, 20 + n) < 0.03 THEN 'cancelled'
    WHEN pg_temp.chance(k, 20 + n) < 0.05 THEN 'no_show'
    WHEN pg_temp.chance(k, 20 + n) < 0.2 THEN 'scheduled'
    ELSE 'held'
  END,
  'onsite'
FROM meeting
ORDER BY
  day,
  k DESC,
  n;

INSERT INTO attendee (agency_id, candidate_id, interview_id, contact_id, role)
SELECT
  agency_id,
  candidate_id,
  interview_id,
  client_id * 5 + 1 + (n + a) % 4,
  CASE WHEN a = 1 AND k % 20 = 0 THEN 'other' ELSE 'interviewer' END
FROM meeting
CROSS JOIN generate_series(0, 1) AS a
ORDER BY
  day,
  k DESC,
  n;

-- One reference in forty speaks for two candidates, one in four hundred is a client's contact too.
INSERT INTO reference_contact (
  agency_id, candidate_id, reference_id, source, external_id, name, relationship, company, email, consent, status,
  status_since, added_at, person
)
SELECT
  agency_id,
  candidate_id,
  4 * candidate_id + n,
  :'source',
  'f' || k || '-' || n,
  'Reference ' || k || '-' || n,
  'former manager',
  'Company ' || k % 1000,
  address.email,
  CASE WHEN pg_temp.chance(k, 30 + n) < 0.95 THEN 'yes' WHEN pg_temp.chance(k, 30 + n) < 0.97 THEN 'no' END,
  CASE WHEN forgotten_at <= :'as_of' THEN 'inactive' ELSE 'active' END,
  CASE WHEN forgotten_at <= :'as_of' THEN forgotten_at ELSE began_at END,
  began_at + n * interval '3 hours',
  'e:' || address.email
FROM course
CROSS JOIN generate_series(0, 2) AS n
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN n = 2 AND k % 400 = 0 THEN 'contact' || client_id * 5 + 1 || '@client.example'
      WHEN n = 1 AND k % 40 < 2 THEN 'reference' || k / 40 || '@work.example'
      ELSE 'reference' || k || '-' || n || '@work.example'
    END AS email
) AS address
WHERE began_at + n * interval '3 hours' <= :'as_of'
ORDER BY
  k DESC,
  n;

-- What really happened: about fifteen touches a candidate, inserted in the order of their times as they would come in.
INSERT INTO touch (
  agency_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id, channel, purpose,
  application_id, interview_id
)
SELECT
  agency_id,
  :'source',
  't' || k || '-' || code,
  candidate_id,
  happened_at,
  actor_kind,
  actor_id,
  party_kind,
  party_id,
  channel,
  purpose,
  application_id,
  interview_id
FROM (
  SELECT
    meeting.agency_id,
    meeting.k,
    meeting.candidate_id,
    word.code || meeting.n AS code,
    word.happened_at,
    word.actor_kind,
    word.actor_id,
    word.party_kind,
    word.party_id,
    word.channel,
    word.purpose,
    2 * meeting.candidate_id AS application_id,
    word.interview_id
  FROM meeting
  CROSS JOIN LATERAL (
    SELECT meeting.starts_at + interval '1 hour' AS ends_at
  ) AS ending
  CROSS JOIN LATERAL (
    VALUES
      ('p', 0.6, 40, ending.ends_at + interval '90 minutes', 'recruiter', meeting.recruiter_id, 'candidate',
        meeting.candidate_id, 'email', 'proofread', meeting.interview_id),
      ('y', 0.75, 43, ending.ends_at + interval '3 hours', 'candidate', meeting.candidate_id, 'contact',
        meeting.client_id * 5 + 1 + meeting.n % 4, 'email', 'thank_you', meeting.interview_id),
      ('z', 0.65, 46, ending.ends_at + interval '20 hours' + pg_temp.chance(meeting.k, 50) * interval '5 hours', 'candidate',
        meeting.candidate_id, 'contact', meeting.client_id * 5 + 1 + (meeting.n + 1) % 4, 'email', 'thank_you',
        meeting.interview_id),
      ('w', 0.45, 49, ending.ends_at + interval '3 days', 'contact', meeting.client_id * 5, 'recruiter',
        meeting.recruiter_id, 'call', 'word', NULL),
      ('s', 0.4, 49, ending.ends_at + interval '3 days 4 hours', 'recruiter', meeting.recruiter_id, 'candidate',
        meeting.candidate_id, 'call', 'status_update', NULL)
  ) AS word (
    code, likelihood, salt, happened_at, actor_kind, actor_id, party_kind, party_id, channel, purpose, interview_id
  )
  WHERE pg_temp.chance(meeting.k, word.salt + meeting.n) < word.likelihood
  UNION ALL
  SELECT
    course.agency_id,
    course.k,
    course.candidate_id,
    word.code || word.n,
    word.happened_at,
    word.actor_kind,
    word.actor_id,
    word.party_kind,
    word.party_id,
    word.channel,
    word.purpose,
    CASE WHEN word.names_it THEN 2 * course.candidate_id END,
    NULL
  FROM course
  CROSS JOIN LATERAL (
    SELECT
      (course.began_on + time '11:00') AT TIME ZONE course.zone AS review_at,
      course.began_at + interval '1 day' AS next_day,
      course.decided_at - interval '3 days' AS check_at
  ) AS at
  CROSS JOIN LATERAL (
    SELECT
      'r' AS code,
      0 AS n,
      0.8 AS likelihood,
      at.review_at AS happened_at,
      'recruiter' AS actor_kind,
      course.recruiter_id AS actor_id,
      'candidate' AS party_kind,
      course.candidate_id AS party_id,
      'call' AS channel,
      'profile_review' AS purpose,
      false AS names_it
    UNION ALL
    SELECT 'g', n, 0.5, at.next_day + n * interval '1 hour', 'candidate', course.candidate_id, 'reference',
      4 * course.candidate_id + n, 'call', 'guidance', false
    FROM generate_series(0, 1) AS n
    UNION ALL
    SELECT 'h', n, 0.8, at.next_day + (2 + n) * interval '1 hour', 'candidate', course.candidate_id, 'reference',
      4 * course.candidate_id + n, 'email', 'heads_up', true
    FROM generate_series(0, 2) AS n
    UNION ALL
    SELECT 'k', 0, 0.5, course.decided_at - interval '5 days', 'recruiter', course.recruiter_id, 'contact',
      course.client_id * 5, 'call', 'check_in', true
    UNION ALL
    SELECT 'e', n, 0.4, at.check_at, 'contact', course.client_id * 5, 'reference',
      4 * course.candidate_id + n, 'call', 'reference_check', true
    FROM generate_series(0, 1) AS n
    UNION ALL
    SELECT 'v', n, 0.3, at.check_at + interval '20 hours', 'candidate', course.candidate_id, 'reference',
      4 * course.candidate_id + n, 'email', 'thanks', true
    FROM generate_series(0, 1) AS n
    UNION ALL
    SELECT 'o', n, CASE course.decision WHEN 'accepted' THEN 1 ELSE 0.35 END, course.decided_at + interval '6 hours', 'candidate', course.candidate_id, 'reference',
      4 * course.candidate_id + n, 'call', 'outcome', true
    FROM generate_series(0, 2) AS n
    UNION ALL
    SELECT 'd', 0, 0.9, course.decided_at + interval '90 minutes', 'recruiter', course.recruiter_id, 'candidate',
      course.candidate_id, 'call', 'status_update', true
    UNION ALL
    SELECT 'l', days, 0.8, (course.start_on + days + time '10:00') AT TIME ZONE course.zone, 'recruiter', course.recruiter_id,
      'candidate', course.candidate_id, 'call', 'other', false
    FROM unnest(ARRAY[7, 30, 90]) AS days
    WHERE course.decision = 'accepted'
  ) AS word
  WHERE pg_temp.chance(course.k, ascii(word.code) * 100 + word.n) < word.likelihood
) AS happened
WHERE happened_at <= :'as_of'
ORDER BY
  happened_at,
  k,
  code;

\o /dev/null
SELECT setval(pg_get_serial_sequence('agency', 'agency_id'), :agencies);
SELECT setval(pg_get_serial_sequence(relation, key), 1000000000)
FROM (
  VALUES
    ('recruiter', 'recruiter_id'), ('client', 'client_id'), ('contact', 'contact_id'), ('job_order', 'job_order_id'),
    ('candidate', 'candidate_id'), ('application', 'application_id'), ('interview', 'interview_id'),
    ('reference_contact', 'reference_id')
) AS identity (relation, key);
COMMIT;
\o
VACUUM (ANALYZE);

SELECT
  (SELECT count(*) FROM agency) AS agencies,
  (SELECT count(*) FROM recruiter) AS recruiters,
  (SELECT count(*) FROM candidate) AS candidates,
  (SELECT count(*) FROM candidate WHERE status = 'active') AS active,
  (SELECT count(*) FROM interview) AS interviews,
  (SELECT count(*) FROM attendee) AS attendees,
  (SELECT count(*) FROM reference_contact) AS "references",
  (SELECT count(*) FROM touch) AS touches;
