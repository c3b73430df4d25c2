-- report: reference_fatigue
-- title: Who is asked for references most
-- summary: Which people are asked for references most often, and when may they be asked again?
-- grain: one row per person, across all candidates whose reference they are, who was asked in the last days; the most asked first
-- personal: yes
-- param: days = 365 -- how many days back asks are counted
-- param: rest_days = 90 -- for how many days a person rests after an ask, whatever the policy allows
-- column: party_id -- the id at the source of the reference that was asked last
-- column: party -- the person's name
-- column: company -- their company
-- column: recruiter_id -- the id of the recruiter of the candidate for whom they were asked last
-- column: recruiter -- their name
-- column: candidates -- for how many candidates they are a reference
-- column: asks -- how often they were asked: to expect a call, for guidance, or by an employer
-- column: calls -- how often an employer called
-- column: allowed -- asks that the policy reference_asks_per_year allows
-- column: last_asked_at -- when they were asked last
-- column: may_be_asked_from -- from when on they have rested and another ask is within the policy; a moment before as_of: now; empty: never
-- column: verdict -- too many asks (of a year), rest (asked within rest_days), may be asked, or do not contact
-- chart: bars of asks by party
-- example: --limit 5 --columns party,company,candidates,asks,calls,allowed,last_asked_at,may_be_asked_from,verdict
WITH ask AS MATERIALIZED (
  SELECT
    reference.person,
    reference.reference_id,
    touch.touch_id,
    touch.candidate_id,
    touch.happened_at,
    touch.purpose,
    row_number() OVER (PARTITION BY reference.person ORDER BY touch.happened_at DESC, touch.touch_id DESC) AS place
  FROM touch
  JOIN reference_contact AS reference
    ON reference.agency_id = touch.agency_id
    AND reference.reference_id = touch.party_id
  WHERE touch.agency_id = :agency
    AND touch.happened_at > :'as_of'::timestamptz - make_interval(days => greatest(:days::integer, 366))
    AND touch.happened_at <= :'as_of'::timestamptz
    AND touch.party_kind = 'reference'
    AND touch.purpose IN ('heads_up', 'guidance', 'reference_check')
),
counted AS (
  SELECT
    ask.person,
    count(*) FILTER (WHERE ask.happened_at > :'as_of'::timestamptz - make_interval(days => :days::integer)) AS asks,
    count(*) FILTER (
      WHERE ask.purpose = 'reference_check'
        AND ask.happened_at > :'as_of'::timestamptz - make_interval(days => :days::integer)
    ) AS calls,
    max(ask.happened_at) AS last_asked_at,
    max(ask.reference_id) FILTER (WHERE ask.place = 1) AS reference_id,
    -- The next ask is the last that is allowed once this one is a year old.
    max(ask.happened_at) FILTER (WHERE ask.place = practice.reference_asks_per_year) AS limiting_at
  FROM ask
  JOIN practice
    ON practice.agency_id = :agency
  GROUP BY ask.person
),
known AS (
  SELECT
    counted.person,
    count(DISTINCT same.candidate_id) AS candidates,
    bool_or(same.do_not_contact) AS is_off_limits
  FROM counted
  JOIN reference_contact AS same
    ON same.agency_id = :agency
    AND same.person = counted.person
  GROUP BY counted.person
)
SELECT
  reference.external_id AS party_id,
  reference.name AS party,
  reference.company,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  known.candidates,
  counted.asks,
  counted.calls,
  practice.reference_asks_per_year AS allowed,
  counted.last_asked_at,
  CASE
    WHEN NOT known.is_off_limits AND practice.reference_asks_per_year > 0 THEN greatest(
      plus_days(counted.limiting_at, 365, practice),
      plus_days(counted.last_asked_at, :rest_days::integer, practice)
    )
  END AS may_be_asked_from,
  CASE
    WHEN known.is_off_limits THEN 'do not contact'
    WHEN practice.reference_asks_per_year = 0 THEN 'too many asks'
    WHEN plus_days(counted.limiting_at, 365, practice) >= :'as_of'::timestamptz THEN 'too many asks'
    WHEN plus_days(counted.last_asked_at, :rest_days::integer, practice) > :'as_of'::timestamptz THEN 'rest'
    ELSE 'may be asked'
  END AS verdict
FROM counted
JOIN known
  ON known.person = counted.person
JOIN practice
  ON practice.agency_id = :agency
JOIN reference_contact AS reference
  ON reference.agency_id = :agency
  AND reference.reference_id = counted.reference_id
JOIN candidate
  ON candidate.agency_id = :agency
  AND candidate.candidate_id = reference.candidate_id
JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = candidate.recruiter_id
WHERE counted.asks > 0
ORDER BY
  counted.asks DESC,
  counted.last_asked_at DESC,
  reference.external_id COLLATE "C",
  counted.person
