-- report: silent_clients
-- title: Silent clients
-- summary: Which clients have been silent for longer than they usually are?
-- grain: one row per client with an application that waits for its word: the unusual first, then by times_usual
-- personal: yes
-- param: recruiter = -- only job orders of the recruiter with this id; empty: all
-- param: days = 365 -- how many days back answers are looked at
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: recruiter_id -- the id of the recruiter whose job order has waited longest
-- column: recruiter -- their name
-- column: applications -- how many applications wait for the client's word
-- column: silent_days -- days since the longest of these silences began: at an interview's end, or at the last word
-- column: median_days -- days that half of the client's answers took at most
-- column: slow_days -- days that nine of ten of its answers took at most
-- column: answers -- how many answers that is reckoned from
-- column: times_usual -- the silence as a multiple of the median
-- column: verdict -- as usual, longer than usual (than half of its answers), unusual (than nine of ten), or too few answers (fewer than 3)
-- column: last_word_at -- when the client last spoke about any application in these days
-- column: check_ins -- check-ins made in the silences that last
-- column: last_check_in_at -- the last of them
-- chart: bars of silent_days, median_days by client
-- example: --limit 5 --columns client,recruiter,applications,silent_days,median_days,slow_days,answers,verdict
WITH silence AS MATERIALIZED (
  SELECT *
  FROM client_silences(:agency, :'as_of'::timestamptz, :days::integer)
),
waiting AS (
  SELECT
    silence.client_id,
    (array_agg(silence.recruiter_id ORDER BY silence.began_at, silence.application_id))[1] AS recruiter_id,
    count(*) AS applications,
    max(silence.silent_days) AS silent_days,
    sum(silence.check_ins) AS check_ins,
    max(silence.last_check_in_at) AS last_check_in_at
  FROM silence
  JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = silence.recruiter_id
  WHERE silence.lasts
    AND (:'recruiter' = '' OR recruiter.external_id = :'recruiter')
  GROUP BY silence.client_id
),
usual AS (
  SELECT *
  FROM client_usual(:agency, :'as_of'::timestamptz, ARRAY(SELECT waiting.client_id FROM waiting), :days::integer)
),
word AS (
  SELECT
    silence.client_id,
    max(silence.answered_at) AS last_word_at
  FROM silence
  GROUP BY silence.client_id
)
SELECT
  client.external_id AS client_id,
  client.name AS client,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  waiting.applications,
  waiting.silent_days,
  usual.median_days,
  usual.slow_days,
  coalesce(usual.answers, 0) AS answers,
  CASE WHEN usual.answers >= 3 THEN round(waiting.silent_days / nullif(usual.median_days, 0), 1) END AS times_usual,
  silence_verdict(waiting.silent_days, usual.answers, usual.median_days, usual.slow_days) AS verdict,
  word.last_word_at,
  waiting.check_ins,
  waiting.last_check_in_at
FROM waiting
JOIN client
  ON client.agency_id = :agency
  AND client.client_id = waiting.client_id
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = waiting.recruiter_id
LEFT JOIN usual
  ON usual.client_id = waiting.client_id
LEFT JOIN word
  ON word.client_id = waiting.client_id
ORDER BY
  coalesce(usual.answers >= 3 AND waiting.silent_days > usual.slow_days, false) DESC,
  times_usual DESC NULLS LAST,
  waiting.silent_days DESC,
  client.external_id COLLATE "C"
