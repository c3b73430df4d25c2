-- functions: retention
-- summary: How long people are kept, who is kept longer than that, and what still stands against anonymising them.

CREATE OR REPLACE FUNCTION days_in_words(value text)
RETURNS integer
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN btrim(value) ~ '^[0-9]{1,6}$' THEN btrim(value)::integer END $$;
COMMENT ON FUNCTION days_in_words IS 'The days that a policy value says; NULL: none, or not a number.';

CREATE OR REPLACE FUNCTION retention_in_force(agency integer)
RETURNS TABLE (minimum_days integer, candidates_days integer, references_days integer)
LANGUAGE plpgsql
STABLE PARALLEL SAFE
AS $$
DECLARE
  set_by_agency jsonb;
  in_force jsonb;
BEGIN
  -- Apart: Citus takes a table that every node has, beside one of an agency, for leaving the agency.
  SELECT coalesce(jsonb_object_agg(policy.key, policy.value), '{}')
  INTO set_by_agency
  FROM policy
  WHERE policy.agency_id = retention_in_force.agency
    AND policy.client_id IS NULL
    AND policy.key IN ('keep_candidates_days', 'keep_references_days', 'keep_minimum_days');

  SELECT jsonb_object_agg(policy_key.key, coalesce(set_by_agency ->> policy_key.key, policy_key.default_value))
  INTO in_force
  FROM policy_key
  WHERE policy_key.key IN ('keep_candidates_days', 'keep_references_days', 'keep_minimum_days');

  RETURN QUERY
  SELECT
    days_in_words(in_force ->> 'keep_minimum_days'),
    days_in_words(in_force ->> 'keep_candidates_days'),
    days_in_words(in_force ->> 'keep_references_days');
END
$$;
COMMENT ON FUNCTION retention_in_force IS 'How many days people are kept by the agency''s policy; NULL: for ever.';

CREATE OR REPLACE FUNCTION retention_fault(agency integer, key text, value text)
RETURNS text
LANGUAGE plpgsql
STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN (
    SELECT CASE
      WHEN key = 'keep_minimum_days' AND given.days > least(in_force.candidates_days, in_force.references_days)
        THEN format(
          'must not be more than the %s days of %s',
          least(in_force.candidates_days, in_force.references_days),
          CASE
            WHEN in_force.candidates_days <= coalesce(in_force.references_days, in_force.candidates_days) THEN 'keep_candidates_days'
            ELSE 'keep_references_days'
          END
        )
      WHEN key IN ('keep_candidates_days', 'keep_references_days') AND given.days < in_force.minimum_days
        THEN format('must not be less than the %s days of keep_minimum_days', in_force.minimum_days)
    END
    FROM retention_in_force(agency) AS in_force
    CROSS JOIN LATERAL (
      SELECT days_in_words(
        coalesce(
          value,
          (
            SELECT policy_key.default_value
            FROM policy_key
            WHERE policy_key.key = retention_fault.key
          )
        )
      ) AS days
    ) AS given
  );
END
$$;
COMMENT ON FUNCTION retention_fault IS 'Why a key of retention cannot have that value (NULL: its default) beside the others in force; NULL: it can, or it is another key.';

CREATE OR REPLACE FUNCTION days_after(at timestamptz, days integer, zone text)
RETURNS timestamptz
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$ SELECT ((at AT TIME ZONE zone) + make_interval(days => days)) AT TIME ZONE zone $$;
COMMENT ON FUNCTION days_after IS 'The same time of day so many days later, in a zone.';

CREATE OR REPLACE FUNCTION candidate_last_fact(agency integer, candidate bigint, zone text)
RETURNS timestamptz
LANGUAGE plpgsql
STABLE PARALLEL SAFE
AS $$
BEGIN
  -- Each by its index: the last row alone, however long the history.
  RETURN greatest(
    (
      SELECT greatest(them.status_since, them.search_started_on::timestamp AT TIME ZONE zone)
      FROM candidate AS them
      WHERE them.agency_id = agency
        AND them.candidate_id = candidate_last_fact.candidate
    ),
    (
      -- What is said to a reference to keep in touch is not about the candidate.
      SELECT max(touch.happened_at)
      FROM touch
      WHERE touch.agency_id = agency
        AND touch.candidate_id = candidate_last_fact.candidate
        AND touch.purpose NOT IN ('keep_in_touch', 'network')
    ),
    (
      SELECT max(touch.happened_at)
      FROM touch
      WHERE touch.agency_id = agency
        AND touch.actor_kind = 'candidate'
        AND touch.actor_id = candidate_last_fact.candidate
    ),
    (
      SELECT max(touch.happened_at)
      FROM touch
      WHERE touch.agency_id = agency
        AND touch.party_kind = 'candidate'
        AND touch.party_id = candidate_last_fact.candidate
    ),
    (
      SELECT max(greatest(interview.ends_at, interview.scheduled_at))
      FROM interview
      WHERE interview.agency_id = agency
        AND interview.candidate_id = candidate_last_fact.candidate
    ),
    (
      SELECT max(
        greatest(
          application.stage_since,
          application.decided_at,
          application.start_on::timestamp AT TIME ZONE zone,
          application.announce_on::timestamp AT TIME ZONE zone
        )
      )
      FROM application
      WHERE application.agency_id = agency
        AND application.candidate_id = candidate_last_fact.candidate
    ),
    (
      SELECT max(application_stage.since)
      FROM application_stage
      WHERE application_stage.agency_id = agency
        AND application_stage.candidate_id = candidate_last_fact.candidate
    ),
    (
      SELECT max(follow_up_answer.answered_at)
      FROM follow_up_answer
      WHERE follow_up_answer.agency_id = agency
        AND follow_up_answer.candidate_id = candidate_last_fact.candidate
    ),
    (
      SELECT max(greatest(reference_contact.added_at, reference_contact.status_since, reference_contact.consent_at))
      FROM reference_contact
      WHERE reference_contact.agency_id = agency
        AND reference_contact.candidate_id = candidate_last_fact.candidate
    )
  );
END
$$;
COMMENT ON FUNCTION candidate_last_fact IS 'The moment of the last thing that happened with a candidate, or lies ahead; NULL: nothing of theirs has a date.';

CREATE OR REPLACE FUNCTION reference_last_touch(agency integer, reference bigint)
RETURNS timestamptz
LANGUAGE plpgsql
STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN greatest(
    (
      SELECT max(touch.happened_at)
      FROM touch
      WHERE touch.agency_id = agency
        AND touch.actor_kind = 'reference'
        AND touch.actor_id = reference
    ),
    (
      SELECT max(touch.happened_at)
      FROM touch
      WHERE touch.agency_id = agency
        AND touch.party_kind = 'reference'
        AND touch.party_id = reference
    )
  );
END
$$;
COMMENT ON FUNCTION reference_last_touch IS 'When a reference last spoke or was spoken to; NULL: never.';

CREATE OR REPLACE FUNCTION people_due(agency integer, moment timestamptz)
RETURNS TABLE (
  kind text,
  row_id bigint,
  external_id text,
  person text,
  last_fact_at timestamptz,
  due_at timestamptz,
  blocked_by text,
  blocked_until timestamptz
)
LANGUAGE plpgsql
STABLE
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE
  settings AS MATERIALIZED (
    SELECT
      practice_in_force.time_zone,
      practice_in_force.nobodys_addresses,
      in_force.minimum_days,
      in_force.candidates_days,
      in_force.references_days
    FROM practice_in_force
    CROSS JOIN retention_in_force(people_due.agency) AS in_force
    WHERE practice_in_force.agency_id = people_due.agency
  ),
  lived AS MATERIALIZED (
    SELECT
      candidate.candidate_id,
      candidate.external_id,
      candidate.name,
      candidate.email,
      candidate.phone,
      candidate.status = 'active' AND candidate.erased_at IS NULL AS is_active,
      candidate.erased_at,
      candidate_last_fact(people_due.agency, candidate.candidate_id, settings.time_zone) AS at
    FROM settings
    JOIN candidate
      ON candidate.agency_id = people_due.agency
    WHERE settings.candidates_days IS NOT NULL AND candidate.erased_at IS NULL
      OR settings.references_days IS NOT NULL
  ),
  vouched AS MATERIALIZED (
    SELECT
      reference_contact.reference_id,
      reference_contact.candidate_id,
      reference_contact.external_id,
      reference_contact.name,
      reference_contact.email,
      reference_contact.phone,
      CASE WHEN lived.is_active THEN lived.external_id END AS vouches_for,
      greatest(
        lived.at,
        reference_contact.added_at,
        reference_contact.status_since,
        reference_contact.consent_at,
        reference_last_touch(people_due.agency, reference_contact.reference_id)
      ) AS at
    FROM settings
    JOIN reference_contact
      ON reference_contact.agency_id = people_due.agency
      AND reference_contact.erased_at IS NULL
    JOIN lived
      ON lived.candidate_id = reference_contact.candidate_id
    WHERE settings.references_days IS NOT NULL
  ),
  aged AS MATERIALIZED (
    SELECT
      row_of.*,
      days_after(row_of.last_fact_at, row_of.days, settings.time_zone) AS due_at,
      days_after(row_of.last_fact_at, greatest(row_of.days, settings.minimum_days), settings.time_zone) AS may_at,
      settings.minimum_days,
      settings.time_zone,
      usable_email(row_of.email, settings.nobodys_addresses) AS address,
      lower(btrim(row_of.name)) AS plain_name,
      usable_phone(row_of.phone) AS digits
    FROM settings
    CROSS JOIN LATERAL (
      SELECT
        'candidate' AS kind,
        lived.candidate_id AS row_id,
        lived.candidate_id,
        lived.external_id,
        lived.name,
        lived.email,
        lived.phone,
        lived.is_active,
        NULL AS vouches_for,
        lived.at AS last_fact_at,
        settings.candidates_days AS days
      FROM lived
      WHERE lived.erased_at IS NULL
        AND settings.candidates_days IS NOT NULL
      UNION ALL
      SELECT
        'reference',
        vouched.reference_id,
        vouched.candidate_id,
        vouched.external_id,
        vouched.name,
        vouched.email,
        vouched.phone,
        false,
        vouched.vouches_for,
        vouched.at,
        settings.references_days
      FROM vouched
    ) AS row_of
    WHERE row_of.last_fact_at IS NULL
      OR days_after(row_of.last_fact_at, row_of.days, settings.time_zone) <= people_due.moment
  ),
  unsettled AS MATERIALIZED (
    SELECT
      message.message_id,
      message.recipient_kind,
      message.recipient_id,
      EXISTS (
        SELECT
        FROM message_attachment
        WHERE message_attachment.agency_id = people_due.agency
          AND message_attachment.message_id = message.message_id
          AND message_attachment.media_type NOT LIKE 'text/%'
      ) AS has_closed
    FROM message
    WHERE message.agency_id = people_due.agency
      AND message.state IN ('queued', 'claimed', 'sending', 'uncertain', 'failed')
  ),
  mailed AS MATERIALIZED (
    SELECT DISTINCT
      follow_up.candidate_id,
      coalesce(follow_up.reference_id, CASE WHEN follow_up.party_kind = 'reference' THEN follow_up.party_id END) AS reference_id
    FROM unsettled
    JOIN nudge
      ON nudge.agency_id = people_due.agency
      AND nudge.message_id = unsettled.message_id
    JOIN follow_up
      ON follow_up.agency_id = people_due.agency
      AND follow_up.candidate_id = nudge.candidate_id
      AND follow_up.follow_up_id = nudge.follow_up_id
    UNION
    SELECT
      unsettled.recipient_id,
      NULL
    FROM unsettled
    WHERE unsettled.recipient_kind = 'candidate'
  ),
  block AS MATERIALIZED (
    SELECT
      aged.kind,
      aged.row_id,
      string_agg(reason.words, '; ' ORDER BY reason.place) AS words,
      CASE WHEN bool_and(reason.until IS NOT NULL) THEN max(reason.until) END AS until
    FROM aged
    CROSS JOIN LATERAL (
      SELECT
        1 AS place,
        'nothing of theirs has a date' AS words,
        NULL::timestamptz AS until
      WHERE aged.last_fact_at IS NULL
      UNION ALL
      SELECT
        2,
        format('people are kept for %s days at least', aged.minimum_days),
        aged.may_at
      WHERE aged.may_at > people_due.moment
      UNION ALL
      SELECT
        3,
        'is active: the search goes on',
        NULL
      WHERE aged.is_active
      UNION ALL
      SELECT
        3,
        format('vouches for the candidate %s, who is active', aged.vouches_for),
        NULL
      WHERE aged.vouches_for IS NOT NULL
      UNION ALL
      SELECT
        4,
        CASE
          WHEN follow_up.rule = 'placement_check_in' THEN 'the placement''s check-ins are not over'
          ELSE format('open or to come: %s', follow_up.rule)
        END,
        max(least(follow_up.closes_at, days_after(follow_up.due_at, aged.days, aged.time_zone)))
      FROM follow_up
      WHERE follow_up.agency_id = people_due.agency
        AND follow_up.candidate_id = aged.candidate_id
        AND follow_up.closes_at > people_due.moment
        AND NOT follow_up.withdrawn
        -- What has been overdue for as long as people are kept, nobody will do.
        AND days_after(follow_up.due_at, aged.days, aged.time_zone) > people_due.moment
        AND (
          -- References are still owed a word, also without the candidate.
          aged.kind = 'candidate' AND NOT (follow_up.party_kind IS NOT DISTINCT FROM 'reference' AND follow_up.closes_at = 'infinity')
          OR follow_up.reference_id = aged.row_id
          OR follow_up.party_kind = 'reference' AND follow_up.party_id = aged.row_id
        )
      GROUP BY follow_up.rule
      UNION ALL
      SELECT
        5,
        'a message to them or about them is not settled',
        NULL
      WHERE EXISTS (
        SELECT
        FROM mailed
        WHERE mailed.candidate_id = aged.candidate_id
          AND (aged.kind = 'candidate' OR mailed.reference_id = aged.row_id)
      )
      UNION ALL
      SELECT
        6,
        'a mail from them waits in the inbox',
        NULL
      WHERE EXISTS (
        SELECT
        FROM inbox_message
        WHERE inbox_message.agency_id = people_due.agency
          AND inbox_message.state = 'unmatched'
          AND inbox_message.settled_at IS NULL
          AND lower(inbox_message.sender) = aged.address
      )
      UNION ALL
      SELECT
        7,
        -- Nobody can look into it here, so that it would go, and its mail would not leave.
        'a mail with a workbook is not sent yet',
        NULL
      WHERE EXISTS (
        SELECT
        FROM unsettled
        WHERE unsettled.has_closed
      )
    ) AS reason
    GROUP BY
      aged.kind,
      aged.row_id
  ),
  ready AS MATERIALIZED (
    SELECT aged.*
    FROM aged
    WHERE NOT EXISTS (
      SELECT
      FROM block
      WHERE block.kind = aged.kind
        AND block.row_id = aged.row_id
    )
  ),
  somebody AS MATERIALIZED (
    SELECT
      known.kind,
      known.row_id,
      known.external_id,
      usable_email(known.email, settings.nobodys_addresses) AS address,
      lower(btrim(known.name)) AS plain_name,
      usable_phone(known.phone) AS digits
    FROM settings
    CROSS JOIN LATERAL (
      SELECT
        'candidate' AS kind,
        candidate.candidate_id AS row_id,
        candidate.external_id,
        candidate.name,
        candidate.email,
        candidate.phone
      FROM candidate
      WHERE candidate.agency_id = people_due.agency
        AND candidate.erased_at IS NULL
      UNION ALL
      SELECT
        'contact',
        contact.contact_id,
        contact.external_id,
        contact.name,
        contact.email,
        contact.phone
      FROM contact
      WHERE contact.agency_id = people_due.agency
        AND contact.erased_at IS NULL
      UNION ALL
      SELECT
        'reference',
        reference_contact.reference_id,
        reference_contact.external_id,
        reference_contact.name,
        reference_contact.email,
        reference_contact.phone
      FROM reference_contact
      WHERE reference_contact.agency_id = people_due.agency
        AND reference_contact.erased_at IS NULL
      UNION ALL
      SELECT
        'recruiter',
        recruiter.recruiter_id,
        recruiter.external_id,
        recruiter.name,
        recruiter.email,
        NULL
      FROM recruiter
      WHERE recruiter.agency_id = people_due.agency
    ) AS known
    -- Nobody is compared where nobody would go.
    WHERE EXISTS (
      SELECT
      FROM ready
    )
  ),
  shared AS MATERIALIZED (
    SELECT
      ready.kind,
      ready.row_id,
      somebody.kind AS other_kind,
      somebody.row_id AS other_id,
      somebody.external_id AS other_external_id
    FROM ready
    JOIN somebody
      ON somebody.address = ready.address
    WHERE (somebody.kind, somebody.row_id) <> (ready.kind, ready.row_id)
    UNION
    SELECT
      ready.kind,
      ready.row_id,
      somebody.kind,
      somebody.row_id,
      somebody.external_id
    FROM ready
    JOIN somebody
      ON somebody.plain_name = ready.plain_name
      AND somebody.digits = ready.digits
    WHERE (somebody.kind, somebody.row_id) <> (ready.kind, ready.row_id)
  ),
  -- Who is the same person as somebody who stays, also by way of a third row.
  staying AS (
    SELECT
      shared.other_kind AS kind,
      shared.other_id AS row_id
    FROM shared
    LEFT JOIN ready
      ON ready.kind = shared.other_kind
      AND ready.row_id = shared.other_id
    WHERE ready.row_id IS NULL
    UNION
    SELECT
      shared.kind,
      shared.row_id
    FROM staying
    JOIN shared
      ON shared.other_kind = staying.kind
      AND shared.other_id = staying.row_id
  ),
  same_person AS MATERIALIZED (
    SELECT
      shared.kind,
      shared.row_id,
      string_agg(DISTINCT concat(shared.other_kind, ' ', shared.other_external_id), ', ')
        FILTER (WHERE staying.row_id IS NOT NULL) AS stays,
      min(concat(shared.other_kind, ' ', shared.other_id)) AS first
    FROM shared
    LEFT JOIN staying
      ON staying.kind = shared.other_kind
      AND staying.row_id = shared.other_id
    GROUP BY
      shared.kind,
      shared.row_id
  )
  SELECT
    aged.kind,
    aged.row_id,
    aged.external_id,
    least(concat(aged.kind, ' ', aged.row_id), same_person.first),
    aged.last_fact_at,
    aged.due_at,
    coalesce(block.words, 'is the same person as ' || same_person.stays || ', who is kept'),
    block.until
  FROM aged
  LEFT JOIN block
    ON block.kind = aged.kind
    AND block.row_id = aged.row_id
  LEFT JOIN same_person
    ON same_person.kind = aged.kind
    AND same_person.row_id = aged.row_id;
END
$$;
COMMENT ON FUNCTION people_due IS 'Candidates and references who are kept for longer than the policy says, each with what still blocks that they are anonymised, and until when; blocked_by is NULL: nothing does. Rows of one person have the same person.';
