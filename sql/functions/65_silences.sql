-- functions: silences
-- summary: What reports say of clients: how long they have been silent, against how long their own answers usually take (practice, "Words": silence), and whether two names are one company's.

CREATE OR REPLACE FUNCTION days_between(earlier timestamptz, later timestamptz)
RETURNS numeric
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT round((extract(epoch FROM later - earlier) / 86400)::numeric, 1) $$;
COMMENT ON FUNCTION days_between IS 'Elapsed days of 24 hours, with one decimal.';

CREATE OR REPLACE FUNCTION plain_company(name text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT nullif(
    btrim(
      regexp_replace(
        -- S.A. and A/S lose their signs, so that they are one word.
        ' ' || regexp_replace(regexp_replace(lower(name), '[./]', '', 'g'), '[^[:alnum:]]+', ' ', 'g') || ' ',
        '( (inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|gmbh|mbh|ag|kg|ohg|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy|oyj|aps|pty|pvt|kk))+ $',
        ''
      )
    ),
    ''
  )
$$;
COMMENT ON FUNCTION plain_company IS 'A company''s name for comparison: lower case, without signs, and without the legal form at its end; NULL: nothing is left.';

DROP FUNCTION IF EXISTS client_silences(integer, timestamptz, integer);

CREATE FUNCTION client_silences(agency integer, as_of timestamptz, days integer)
RETURNS TABLE (
  client_id bigint,
  candidate_id bigint,
  application_id bigint,
  recruiter_id bigint,
  began_at timestamptz,
  answered_at timestamptz,
  silent_days numeric,
  lasts boolean,
  check_ins bigint,
  last_check_in_at timestamptz
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 1000
AS $$
#variable_conflict use_column
BEGIN
  -- The applications with an interview or a word in these days, then theirs alone, one by one: the years before are not read.
  RETURN QUERY
  WITH recent AS MATERIALIZED (
    SELECT
      interview.candidate_id,
      interview.application_id
    FROM interview
    WHERE interview.agency_id = client_silences.agency
      AND interview.starts_at > client_silences.as_of - make_interval(days => client_silences.days)
      AND interview.starts_at <= client_silences.as_of
    UNION
    SELECT
      touch.candidate_id,
      touch.application_id
    FROM touch
    WHERE touch.agency_id = client_silences.agency
      AND touch.happened_at > client_silences.as_of - make_interval(days => client_silences.days)
      AND touch.happened_at <= client_silences.as_of
      AND touch.actor_kind = 'contact'
      AND touch.application_id IS NOT NULL
  )
  SELECT
    application.client_id,
    recent.candidate_id,
    recent.application_id,
    application.job_order_recruiter_id,
    silence.began_at,
    CASE WHEN silence.end_reason = 'the client spoke' AND silence.ended_at <= client_silences.as_of THEN silence.ended_at END,
    days_between(silence.began_at, least(silence.ended_at, client_silences.as_of)),
    (silence.ended_at IS NULL OR silence.ended_at > client_silences.as_of)
      AND (candidate.status = 'active' OR candidate.status_since > client_silences.as_of)
      AND (application.job_order_open_until IS NULL OR application.job_order_open_until > client_silences.as_of),
    check_in.times,
    check_in.last_at
  FROM recent
  CROSS JOIN LATERAL (
    SELECT application_terms.*
    FROM application_terms
    WHERE application_terms.agency_id = client_silences.agency
      AND application_terms.candidate_id = recent.candidate_id
      AND application_terms.application_id = recent.application_id
    OFFSET 0
  ) AS application
  CROSS JOIN LATERAL (
    SELECT candidate.*
    FROM candidate
    WHERE candidate.agency_id = client_silences.agency
      AND candidate.candidate_id = recent.candidate_id
    OFFSET 0
  ) AS candidate
  CROSS JOIN LATERAL (
    SELECT client_silence.*
    FROM client_silence
    WHERE client_silence.agency_id = client_silences.agency
      AND client_silence.candidate_id = recent.candidate_id
      AND client_silence.application_id = recent.application_id
    OFFSET 0
  ) AS silence
  CROSS JOIN LATERAL (
    SELECT
      count(*) AS times,
      max(touch.happened_at) AS last_at
    FROM touch
    JOIN contact
      ON contact.agency_id = touch.agency_id
      AND contact.contact_id = touch.party_id
    WHERE touch.agency_id = client_silences.agency
      AND touch.candidate_id = recent.candidate_id
      AND touch.application_id = recent.application_id
      AND touch.purpose = 'check_in'
      AND touch.actor_kind = 'recruiter'
      AND touch.party_kind = 'contact'
      AND contact.client_id = application.client_id
      AND touch.happened_at >= silence.began_at
      AND touch.happened_at <= least(silence.ended_at, client_silences.as_of)
  ) AS check_in
  WHERE silence.began_at <= client_silences.as_of;
END
$$;
COMMENT ON FUNCTION client_silences IS 'The silences of an agency''s clients in the applications with an interview or a word in the last days: when each began, when the client answered (NULL: it has not, or something else ended it), how long it was or is, whether it lasts while the search and the job are open, and the check-ins made in it.';

DROP FUNCTION IF EXISTS client_usual(integer, timestamptz, integer);

CREATE FUNCTION client_usual(agency integer, as_of timestamptz, days integer)
RETURNS TABLE (
  client_id bigint,
  answers bigint,
  median_days numeric,
  slow_days numeric
)
LANGUAGE sql
STABLE PARALLEL SAFE
ROWS 100
AS $$
  SELECT
    silence.client_id,
    count(*),
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY silence.silent_days::float8)::numeric, 1),
    round(percentile_cont(0.9) WITHIN GROUP (ORDER BY silence.silent_days::float8)::numeric, 1)
  FROM client_silences(client_usual.agency, client_usual.as_of, client_usual.days) AS silence
  WHERE silence.answered_at > client_usual.as_of - make_interval(days => client_usual.days)
  GROUP BY silence.client_id
$$;
COMMENT ON FUNCTION client_usual IS 'How long each client usually takes to answer: of its answers in the last days their number, and the median and the 90th percentile of the days of silence before them.';
