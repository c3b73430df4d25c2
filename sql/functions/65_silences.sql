-- functions: silences
-- summary: What lists and reports say of clients: how long they have been silent, against how long their own answers usually take (practice, "Words": silence), and whether two names are one company's.

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
DROP FUNCTION IF EXISTS client_usual(integer, timestamptz, bigint[], integer);

CREATE FUNCTION client_usual(agency integer, as_of timestamptz, clients bigint[], days integer DEFAULT 365)
RETURNS TABLE (
  client_id bigint,
  answers bigint,
  median_days numeric,
  slow_days numeric
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 100
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT
    asked.client_id,
    count(*),
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY answer.silent_days::float8)::numeric, 1),
    round(percentile_cont(0.9) WITHIN GROUP (ORDER BY answer.silent_days::float8)::numeric, 1)
  FROM (
    SELECT DISTINCT named.client_id
    FROM unnest(client_usual.clients) AS named (client_id)
  ) AS asked
  CROSS JOIN LATERAL (
    -- OFFSET 0: client by client, and of each these days alone.
    SELECT days_between(client_answer.began_at, client_answer.answered_at) AS silent_days
    FROM client_answer
    WHERE client_answer.agency_id = client_usual.agency
      AND client_answer.client_id = asked.client_id
      AND client_answer.answered_at > client_usual.as_of - make_interval(days => client_usual.days)
      AND client_answer.answered_at <= client_usual.as_of
    OFFSET 0
  ) AS answer
  GROUP BY asked.client_id;
END
$$;
COMMENT ON FUNCTION client_usual IS 'How long each of these clients usually takes to answer: of its answers in the last days their number, and the median and the 90th percentile of the days of silence before them. A client without an answer is not in it.';

CREATE OR REPLACE FUNCTION silence_verdict(silent_days numeric, answers bigint, median_days numeric, slow_days numeric)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN answers IS NULL OR answers < 3 THEN 'too few answers'
    WHEN silent_days > slow_days THEN 'unusual'
    WHEN silent_days > median_days THEN 'longer than usual'
    ELSE 'as usual'
  END
$$;
COMMENT ON FUNCTION silence_verdict IS 'A silence against the client''s own answers: as usual, longer than usual (than half of its answers), unusual (than nine of ten), or too few answers (fewer than 3).';

CREATE OR REPLACE FUNCTION silence_in_words(silent_days numeric, answers bigint, median_days numeric, slow_days numeric)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT 'silent for ' || trim_scale(silent_days) || CASE WHEN silent_days = 1 THEN ' day' ELSE ' days' END
    || CASE verdict
      WHEN 'too few answers' THEN ' (too few answers of this client to compare with)'
      ELSE CASE verdict WHEN 'unusual' THEN ', unusually long' ELSE ', ' || verdict END
        || ' (this client''s answers: half within ' || trim_scale(median_days)
        || CASE WHEN median_days = 1 THEN ' day' ELSE ' days' END || ', nine of ten within ' || trim_scale(slow_days) || ')'
    END
  FROM (SELECT silence_verdict(silent_days, answers, median_days, slow_days) AS verdict) AS judged
$$;
COMMENT ON FUNCTION silence_in_words IS 'The same as a sentence: silent for 12 days, unusually long (this client''s answers: half within 4 days, nine of ten within 9).';

DROP FUNCTION IF EXISTS check_in_silences(integer, timestamptz, bigint[]);

CREATE FUNCTION check_in_silences(agency integer, as_of timestamptz, follow_ups bigint[])
RETURNS TABLE (
  follow_up_id bigint,
  silent_days numeric,
  median_days numeric,
  slow_days numeric,
  verdict text,
  words text
)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
ROWS 100
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH silence AS MATERIALIZED (
    SELECT
      check_in.follow_up_id,
      job_order.client_id,
      days_between(first_one.anchor_at, check_in_silences.as_of) AS silent_days
    FROM unnest(check_in_silences.follow_ups) AS asked (follow_up_id)
    CROSS JOIN LATERAL (
      SELECT follow_up.*
      FROM follow_up
      WHERE follow_up.agency_id = check_in_silences.agency
        AND follow_up.follow_up_id = asked.follow_up_id
      OFFSET 0
    ) AS check_in
    CROSS JOIN LATERAL (
      -- The first check-in of a silence is counted from its beginning, each later one from the one before.
      SELECT follow_up.anchor_at
      FROM follow_up
      WHERE follow_up.agency_id = check_in_silences.agency
        AND follow_up.candidate_id = check_in.candidate_id
        AND follow_up.rule = check_in.rule
        AND follow_up.application_id = check_in.application_id
        AND follow_up.interview_id IS NOT DISTINCT FROM check_in.interview_id
        AND follow_up.occurrence = regexp_replace(check_in.occurrence, '/[0-9]+$', '/1')
        AND follow_up.occurrence LIKE '%/1'
        AND NOT follow_up.withdrawn
      OFFSET 0
    ) AS first_one
    CROSS JOIN LATERAL (
      SELECT application.job_order_id
      FROM application
      WHERE application.agency_id = check_in_silences.agency
        AND application.candidate_id = check_in.candidate_id
        AND application.application_id = check_in.application_id
      OFFSET 0
    ) AS application
    CROSS JOIN LATERAL (
      SELECT job_order.client_id
      FROM job_order
      WHERE job_order.agency_id = check_in_silences.agency
        AND job_order.job_order_id = application.job_order_id
      OFFSET 0
    ) AS job_order
  )
  SELECT
    silence.follow_up_id,
    silence.silent_days,
    CASE WHEN usual.answers >= 3 THEN usual.median_days END,
    CASE WHEN usual.answers >= 3 THEN usual.slow_days END,
    silence_verdict(silence.silent_days, usual.answers, usual.median_days, usual.slow_days),
    silence_in_words(silence.silent_days, usual.answers, usual.median_days, usual.slow_days)
  FROM silence
  LEFT JOIN client_usual(
    check_in_silences.agency,
    check_in_silences.as_of,
    ARRAY(SELECT silence.client_id FROM silence)
  ) AS usual
    ON usual.client_id = silence.client_id;
END
$$;
COMMENT ON FUNCTION check_in_silences IS 'The silences that these check-ins with clients are about, each against that client''s own answers of a year. It informs; what is due, the rule says.';
