-- statement: explain_touches
-- summary: The touches around a follow-up, each with whether it counted or why not: those that did, and those nearest to it first.
-- nullable: at
-- optional: channels, done, purposes
-- What counts comes from the rule's header and SELECT: who to whom, purposes, channels, whether the application must be named.
WITH asked AS MATERIALIZED (
  SELECT
    follow_up.*,
    least(follow_up.anchor_at, follow_up.asked_from, follow_up.done_at) - interval '14 days' AS looked_at_from,
    practice.*::practice AS practice
  FROM follow_up
  JOIN practice
    ON practice.agency_id = :agency
  WHERE follow_up.agency_id = :agency
    AND follow_up.follow_up_id = :id
),
-- The candidate, and the person to be contacted, on any of their rows.
involved AS MATERIALIZED (
  SELECT
    'candidate' AS kind,
    asked.candidate_id AS id
  FROM asked
  UNION
  SELECT
    asked.party_kind,
    asked.party_id
  FROM asked
  UNION
  SELECT
    'reference',
    other.reference_id
  FROM asked
  JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND asked.party_kind = 'reference'
    AND reference_contact.reference_id = asked.party_id
  JOIN reference_contact AS other
    ON other.agency_id = :agency
    AND other.person = reference_contact.person
  UNION
  SELECT
    'contact',
    other.contact_id
  FROM asked
  JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND asked.party_kind = 'reference'
    AND reference_contact.reference_id = asked.party_id
  JOIN contact AS other
    ON other.agency_id = :agency
    AND other.person = reference_contact.person
),
-- Each way of being about them by its own index.
around AS (
  SELECT touch.*
  FROM (
    SELECT touch.touch_id
    FROM asked
    JOIN touch
      ON touch.agency_id = :agency
      AND touch.candidate_id = asked.candidate_id
      AND touch.happened_at >= asked.looked_at_from
    UNION
    SELECT touch.touch_id
    FROM asked
    CROSS JOIN involved
    JOIN touch
      ON touch.agency_id = :agency
      AND touch.actor_kind = involved.kind
      AND touch.actor_id = involved.id
      AND touch.happened_at >= asked.looked_at_from
    UNION
    SELECT touch.touch_id
    FROM asked
    CROSS JOIN involved
    JOIN touch
      ON touch.agency_id = :agency
      AND touch.party_kind = involved.kind
      AND touch.party_id = involved.id
      AND touch.happened_at >= asked.looked_at_from
  ) AS found
  JOIN touch
    ON touch.agency_id = :agency
    AND touch.touch_id = found.touch_id
  WHERE touch.happened_at <= :'as_of'::timestamptz
),
validated AS (
  SELECT
    around.*,
    asked.done_at,
    asked.anchor_at,
    asked.due_at,
    asked.practice,
    who.is_wrong AS is_other_people,
    around.purpose = ANY (:'purposes'::text[]) AS is_purpose,
    (around.application_id IS NOT DISTINCT FROM asked.application_id)::integer
      + (around.party_kind = asked.party_kind AND around.party_id = asked.party_id)::integer
      + (around.actor_kind = asked.party_kind AND around.actor_id = asked.party_id)::integer AS closeness,
    array_remove(
      ARRAY[
        CASE WHEN who.wrong_actor THEN
          format(
            'it is from %s %s, not from %s',
            around.actor_kind,
            who_is(around.agency_id, around.actor_kind, around.actor_id),
            CASE :'actor'
              WHEN 'candidate' THEN 'the candidate'
              ELSE 'a ' || :'actor'
            END
          )
        END,
        CASE WHEN who.wrong_party THEN
          concat(
            'it is to ',
            coalesce(around.party_kind || ' ' || who_is(around.agency_id, around.party_kind, around.party_id), 'the public'),
            ', not to ',
            CASE
              WHEN :'party' = asked.party_kind THEN who_is(asked.agency_id, asked.party_kind, asked.party_id)
              ELSE 'a ' || :'party'
            END
          )
        END,
        CASE
          WHEN around.application_id <> asked.application_id
            THEN 'it names another application, ' || application.external_id
          WHEN around.application_id IS NULL AND asked.application_id IS NOT NULL AND :must_name_application::boolean
            THEN 'it does not name the application'
        END,
        CASE
          WHEN around.interview_id IS NOT NULL AND around.interview_id <> asked.interview_id
            THEN 'it names another interview, ' || interview.external_id
          WHEN around.interview_id IS NULL AND asked.interview_id IS NOT NULL
            AND around.purpose IN ('thank_you', 'proofread')
            AND about.about_interview_id IS DISTINCT FROM asked.interview_id
            THEN 'it names no interview, and '
              || coalesce('the one it is about is ' || meant.external_id, 'no interview that it could be about had ended by then')
        END,
        CASE
          WHEN :'purposes'::text[] IS NOT NULL AND around.purpose <> ALL (:'purposes'::text[])
            THEN 'its purpose is ' || around.purpose || ', not ' || array_to_string(:'purposes'::text[], ' or ')
          WHEN around.purpose = 'reminder' AND NOT :counts_nothing::boolean THEN 'it is a reminder of something else'
        END,
        CASE
          WHEN :'channels'::text[] IS NOT NULL AND around.channel <> ALL (:'channels'::text[])
            THEN 'its channel is ' || around.channel || ', not ' || array_to_string(:'channels'::text[], ' or ')
        END,
        CASE
          WHEN around.happened_at > asked.done_at THEN 'the follow-up was already done'
          WHEN around.happened_at < least(asked.asked_from, asked.opens_at)
            THEN 'it was before anything was asked for, on ' || moment_in_words(least(asked.asked_from, asked.opens_at), asked.practice)
          WHEN around.happened_at > asked.asked_until
            THEN 'it was after the rule stopped asking, on ' || moment_in_words(asked.asked_until, asked.practice)
              || coalesce(': ' || asked.until_reason, '')
          WHEN around.happened_at > asked.expires_at AND NOT :late_counts::boolean
            THEN 'it was too late: the follow-up expired on ' || moment_in_words(asked.expires_at, asked.practice)
        END
      ],
      NULL
    ) AS reasons
  FROM around
  CROSS JOIN asked
  LEFT JOIN application
    ON application.agency_id = :agency
    AND application.candidate_id = around.candidate_id
    AND application.application_id = around.application_id
  LEFT JOIN interview
    ON interview.agency_id = :agency
    AND interview.candidate_id = around.candidate_id
    AND interview.interview_id = around.interview_id
  LEFT JOIN LATERAL (
    SELECT interview_touch.about_interview_id
    FROM interview_touch
    WHERE interview_touch.agency_id = :agency
      AND interview_touch.candidate_id = around.candidate_id
      AND interview_touch.touch_id = around.touch_id
    OFFSET 0
  ) AS about ON true
  LEFT JOIN interview AS meant
    ON meant.agency_id = :agency
    AND meant.candidate_id = around.candidate_id
    AND meant.interview_id = about.about_interview_id
  LEFT JOIN contact AS wanted_contact
    ON wanted_contact.agency_id = :agency
    AND asked.party_kind = 'contact'
    AND wanted_contact.contact_id = asked.party_id
  LEFT JOIN contact AS given_contact
    ON given_contact.agency_id = :agency
    AND around.party_kind = 'contact'
    AND given_contact.contact_id = around.party_id
  LEFT JOIN reference_contact AS wanted_reference
    ON wanted_reference.agency_id = :agency
    AND asked.party_kind = 'reference'
    AND wanted_reference.reference_id = asked.party_id
  LEFT JOIN reference_contact AS given_reference
    ON given_reference.agency_id = :agency
    AND around.party_kind = 'reference'
    AND given_reference.reference_id = around.party_id
  CROSS JOIN LATERAL (
    SELECT
      around.actor_kind <> :'actor'
        OR (around.actor_kind = 'candidate' AND around.actor_id <> asked.candidate_id) AS wrong_actor,
      around.party_kind IS DISTINCT FROM :'party'
        OR (
          :'party' = asked.party_kind
          AND around.party_id <> asked.party_id
          AND wanted_reference.person IS DISTINCT FROM coalesce(given_reference.person, '')
          AND NOT (:any_contact::boolean AND wanted_contact.client_id = given_contact.client_id)
        ) AS wrong_party
  ) AS people
  CROSS JOIN LATERAL (
    SELECT
      people.wrong_actor,
      coalesce(people.wrong_party, false) AS wrong_party,
      people.wrong_actor OR coalesce(people.wrong_party, false) AS is_wrong
  ) AS who
),
placed AS (
  SELECT
    validated.*,
    coalesce(
      NOT :counts_nothing::boolean
        AND validated.happened_at = validated.done_at
        AND cardinality(validated.reasons) = min(cardinality(validated.reasons)) OVER (PARTITION BY validated.happened_at),
      false
    ) AS counted,
    validated.happened_at = validated.anchor_at
      AND validated.closeness = max(validated.closeness) OVER (PARTITION BY validated.happened_at) AS is_anchor
  FROM validated
),
nearest AS (
  SELECT
    placed.*,
    row_number() OVER (
      ORDER BY
        placed.counted DESC,
        placed.is_anchor DESC,
        cardinality(placed.reasons),
        placed.is_other_people,
        abs(extract(epoch FROM placed.happened_at - placed.due_at)),
        placed.touch_id
    ) AS place,
    count(*) OVER () AS total
  FROM placed
  WHERE placed.counted
    OR placed.is_anchor
    OR (
      NOT :counts_nothing::boolean
      AND CASE cardinality(placed.reasons)
        WHEN 0 THEN true
        WHEN 1 THEN NOT placed.is_other_people OR :'purposes'::text[] IS NOT NULL
        WHEN 2 THEN NOT placed.is_other_people AND placed.is_purpose
      END
    )
    OR (:counts_nothing::boolean AND NOT placed.is_other_people)
)
SELECT
  nearest.external_id AS touch_id,
  iso_utc(nearest.happened_at) AS at,
  moment_in_words(nearest.happened_at, nearest.practice) AS at_words,
  format(
    '%s %s%s, %s, %s',
    nearest.actor_kind,
    who_is(nearest.agency_id, nearest.actor_kind, nearest.actor_id),
    ' to ' || nearest.party_kind || ' ' || who_is(nearest.agency_id, nearest.party_kind, nearest.party_id),
    nearest.channel,
    nearest.purpose
  ) AS words,
  nearest.counted,
  CASE
    WHEN nearest.counted THEN 'counted: it ends the follow-up'
    WHEN nearest.is_anchor THEN 'at the anchor: the follow-up is counted from this moment'
    WHEN :counts_nothing::boolean THEN 'did not count: no touch ends it; the next one moves it to a later time, or a fact ends it'
    WHEN cardinality(nearest.reasons) = 0
      THEN 'did not end it' || coalesce(': it is done by ' || :'done'::text, ', although it looks like one that would')
    ELSE 'did not count: ' || array_to_string(nearest.reasons, '; ')
  END AS verdict,
  nearest.total
FROM nearest
WHERE nearest.place <= :limit::integer
ORDER BY
  nearest.happened_at,
  nearest.touch_id
