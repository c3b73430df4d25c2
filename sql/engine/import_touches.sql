-- statement: import_touches
-- summary: Touches from staging. A touch is never rewritten: one that the source corrects is taken out and put in again.
WITH staged AS MATERIALIZED (
  SELECT
    row.position,
    row.file,
    row.line,
    row.key,
    row.deleted,
    row.repeated,
    row.record,
    CASE WHEN row.fault_reason IS NOT NULL THEN ARRAY[row.fault_column, row.fault_value, row.fault_reason] END AS fault,
    stored.touch_id AS stored_id,
    stored.forced_past,
    (
      stored.candidate_id,
      stored.happened_at,
      stored.actor_kind,
      stored.actor_id,
      stored.party_kind,
      stored.party_id,
      stored.channel,
      stored.purpose,
      stored.application_id,
      stored.interview_id,
      stored.outcome,
      stored.note
    )::text AS existing,
    agency.time_zone AS agency_zone,
    CASE
      WHEN row.fault_reason IS NULL THEN import_moment(nullif(row.record ->> 'happened_at', ''), agency.time_zone)
    END AS happened_at,
    row.record ->> 'actor_kind' AS actor_kind,
    row.record ->> 'actor' AS actor,
    coalesce(
      actor_candidate.candidate_id,
      actor_recruiter.recruiter_id,
      actor_contact.contact_id,
      actor_reference.reference_id
    ) AS actor_id,
    nullif(row.record ->> 'party_kind', '') AS party_kind,
    nullif(row.record ->> 'party', '') AS party,
    coalesce(
      party_candidate.candidate_id,
      party_recruiter.recruiter_id,
      party_contact.contact_id,
      party_reference.reference_id
    ) AS party_id,
    row.record ->> 'channel' AS channel,
    row.record ->> 'purpose' AS purpose,
    nullif(row.record ->> 'candidate', '') AS candidate,
    named_candidate.candidate_id AS named_candidate_id,
    nullif(row.record ->> 'application', '') AS application,
    named_application.application_id AS named_application_id,
    named_application.candidate_id AS application_candidate_id,
    nullif(row.record ->> 'interview', '') AS interview,
    named_interview.interview_id,
    named_interview.application_id AS interview_application_id,
    named_interview.candidate_id AS interview_candidate_id,
    coalesce(
      actor_candidate.candidate_id,
      party_candidate.candidate_id,
      actor_reference.candidate_id,
      party_reference.candidate_id
    ) AS taking_part_id,
    import_text(row.record, 'outcome', stored.outcome) AS outcome,
    import_text(row.record, 'note', stored.note) AS note,
    row.record ? 'candidate' OR row.record ? 'application' OR row.record ? 'interview' AS says_about,
    row.record ? 'party_kind' OR row.record ? 'party' AS says_party,
    stored.candidate_id AS existing_candidate_id,
    stored.application_id AS existing_application_id,
    stored.interview_id AS existing_interview_id,
    stored.party_kind AS existing_party_kind,
    stored.party_id AS existing_party_id
  FROM import_row AS row
  CROSS JOIN LATERAL (
    -- OFFSET 0: columns by then; row-level security keeps an expression such as ->> out of index conditions.
    SELECT
      row.record ->> 'actor_kind' AS actor_kind,
      row.record ->> 'actor' AS actor,
      row.record ->> 'party_kind' AS party_kind,
      row.record ->> 'party' AS party,
      nullif(row.record ->> 'candidate', '') AS candidate,
      nullif(row.record ->> 'application', '') AS application,
      nullif(row.record ->> 'interview', '') AS interview
    OFFSET 0
  ) AS named
  JOIN agency
    ON agency.agency_id = :agency
  LEFT JOIN touch AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  LEFT JOIN candidate AS actor_candidate
    ON named.actor_kind = 'candidate'
    AND actor_candidate.agency_id = :agency
    AND actor_candidate.source = :'source'
    AND actor_candidate.external_id = named.actor
  LEFT JOIN recruiter AS actor_recruiter
    ON named.actor_kind = 'recruiter'
    AND actor_recruiter.agency_id = :agency
    AND actor_recruiter.source = :'source'
    AND actor_recruiter.external_id = named.actor
  LEFT JOIN contact AS actor_contact
    ON named.actor_kind = 'contact'
    AND actor_contact.agency_id = :agency
    AND actor_contact.source = :'source'
    AND actor_contact.external_id = named.actor
  LEFT JOIN reference_contact AS actor_reference
    ON named.actor_kind = 'reference'
    AND actor_reference.agency_id = :agency
    AND actor_reference.source = :'source'
    AND actor_reference.external_id = named.actor
  LEFT JOIN candidate AS party_candidate
    ON named.party_kind = 'candidate'
    AND party_candidate.agency_id = :agency
    AND party_candidate.source = :'source'
    AND party_candidate.external_id = named.party
  LEFT JOIN recruiter AS party_recruiter
    ON named.party_kind = 'recruiter'
    AND party_recruiter.agency_id = :agency
    AND party_recruiter.source = :'source'
    AND party_recruiter.external_id = named.party
  LEFT JOIN contact AS party_contact
    ON named.party_kind = 'contact'
    AND party_contact.agency_id = :agency
    AND party_contact.source = :'source'
    AND party_contact.external_id = named.party
  LEFT JOIN reference_contact AS party_reference
    ON named.party_kind = 'reference'
    AND party_reference.agency_id = :agency
    AND party_reference.source = :'source'
    AND party_reference.external_id = named.party
  LEFT JOIN candidate AS named_candidate
    ON named_candidate.agency_id = :agency
    AND named_candidate.source = :'source'
    AND named_candidate.external_id = named.candidate
  LEFT JOIN application AS named_application
    ON named_application.agency_id = :agency
    AND named_application.source = :'source'
    AND named_application.external_id = named.application
  LEFT JOIN interview AS named_interview
    ON named_interview.agency_id = :agency
    AND named_interview.source = :'source'
    AND named_interview.external_id = named.interview
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'touches'
    AND row.skip IS NULL
),
deleted_keys AS MATERIALIZED (
  SELECT
    import_out.target,
    import_out.key
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
),
validated AS MATERIALIZED (
  SELECT
    staged.position,
    staged.file,
    staged.line,
    staged.key,
    staged.deleted,
    staged.repeated,
    staged.record,
    staged.stored_id,
    staged.forced_past,
    staged.existing,
    no_later_than(staged.happened_at, :'as_of'::timestamptz) AS happened_at,
    staged.actor_kind,
    staged.actor_id,
    CASE WHEN staged.says_party THEN staged.party_kind ELSE staged.existing_party_kind END AS party_kind,
    CASE WHEN staged.says_party THEN staged.party_id ELSE staged.existing_party_id END AS party_id,
    staged.channel,
    staged.purpose,
    -- Whom it is about: who is named, else whose application it is, else the candidate who takes part, else the reference's.
    CASE
      WHEN staged.says_about OR staged.stored_id IS NULL
        THEN coalesce(
          staged.named_candidate_id,
          staged.application_candidate_id,
          staged.interview_candidate_id,
          staged.taking_part_id
        )
      ELSE staged.existing_candidate_id
    END AS candidate_id,
    CASE
      WHEN staged.says_about OR staged.stored_id IS NULL
        THEN coalesce(staged.named_application_id, staged.interview_application_id)
      ELSE staged.existing_application_id
    END AS application_id,
    CASE
      WHEN staged.says_about OR staged.stored_id IS NULL THEN staged.interview_id
      ELSE staged.existing_interview_id
    END AS interview_id,
    staged.outcome,
    staged.note,
    outs.is_out,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR outs.is_out THEN NULL
      WHEN import_is_future(staged.happened_at, :'as_of')
        THEN ARRAY['happened_at', staged.record ->> 'happened_at', import_from_the_future(:'as_of', staged.agency_zone)]
      WHEN staged.actor_id IS NULL THEN ARRAY['actor', staged.actor, import_no_such(staged.actor_kind, staged.actor)]
      WHEN staged.party_kind IS NULL AND staged.party IS NOT NULL
        THEN ARRAY['party_kind', NULL, 'is empty but party is not: say what kind of person the party is']
      WHEN staged.party_kind IS NOT NULL AND staged.party IS NULL
        THEN ARRAY['party', NULL, 'is empty but party_kind is not: say who the party is']
      WHEN staged.party IS NOT NULL AND staged.party_id IS NULL
        THEN ARRAY['party', staged.party, import_no_such(staged.party_kind, staged.party)]
      WHEN staged.party IS NULL AND staged.channel <> 'post' AND (staged.says_party OR staged.existing_party_id IS NULL)
        THEN ARRAY['party', NULL, 'is empty, which only channel post may leave it: say who was spoken to']
      WHEN staged.candidate IS NOT NULL AND staged.named_candidate_id IS NULL
        THEN ARRAY['candidate', staged.candidate, import_no_such('candidate', staged.candidate)]
      WHEN staged.application IS NOT NULL AND staged.named_application_id IS NULL
        THEN ARRAY['application', staged.application, import_no_such('application', staged.application)]
      WHEN staged.interview IS NOT NULL AND staged.interview_id IS NULL
        THEN ARRAY['interview', staged.interview, import_no_such('interview', staged.interview)]
      WHEN staged.named_candidate_id <> coalesce(staged.application_candidate_id, staged.interview_candidate_id)
        THEN CASE
          WHEN staged.application IS NOT NULL
            THEN ARRAY['application', staged.application, 'is not the named candidate''s: correct one of the two']
          ELSE ARRAY['interview', staged.interview, 'is not the named candidate''s: correct one of the two']
        END
      WHEN staged.named_application_id <> staged.interview_application_id
        THEN ARRAY['interview', staged.interview, 'is not about the named application: correct one of the two']
    END AS fault
  FROM staged
  CROSS JOIN LATERAL (
    SELECT
      staged.deleted
        OR coalesce((staged.actor_kind || 's', staged.actor) IN (SELECT deleted_keys.target, deleted_keys.key FROM deleted_keys), false)
        OR coalesce((staged.party_kind || 's', staged.party) IN (SELECT deleted_keys.target, deleted_keys.key FROM deleted_keys), false)
        OR coalesce(('candidates', staged.candidate) IN (SELECT deleted_keys.target, deleted_keys.key FROM deleted_keys), false)
        OR coalesce(('applications', staged.application) IN (SELECT deleted_keys.target, deleted_keys.key FROM deleted_keys), false)
        OR coalesce(('interviews', staged.interview) IN (SELECT deleted_keys.target, deleted_keys.key FROM deleted_keys), false) AS is_out
  ) AS outs
),
verdicts AS MATERIALIZED (
  SELECT
    validated.*,
    import_verdict(
      validated.fault,
      validated.repeated,
      validated.is_out,
      validated.stored_id IS NOT NULL,
      (
        validated.candidate_id,
        validated.happened_at,
        validated.actor_kind,
        validated.actor_id,
        validated.party_kind,
        validated.party_id,
        validated.channel,
        validated.purpose,
        validated.application_id,
        validated.interview_id,
        validated.outcome,
        validated.note
      )::text IS DISTINCT FROM validated.existing
    ) AS verdict
  FROM validated
),
removed AS (
  DELETE FROM touch
  USING verdicts
  WHERE verdicts.verdict IN ('changed', 'deleted')
    AND touch.agency_id = :agency
    AND touch.touch_id = verdicts.stored_id
  RETURNING touch.touch_id
),
written AS (
  INSERT INTO touch (
    agency_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id, channel,
    purpose, application_id, interview_id, outcome, note, forced_past
  )
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    verdicts.candidate_id,
    verdicts.happened_at,
    verdicts.actor_kind,
    verdicts.actor_id,
    verdicts.party_kind,
    verdicts.party_id,
    verdicts.channel,
    verdicts.purpose,
    verdicts.application_id,
    verdicts.interview_id,
    verdicts.outcome,
    verdicts.note,
    verdicts.forced_past
  -- The count makes what is corrected go out before it comes in again under the same id.
  FROM (SELECT count(*) FROM removed) AS gone
  CROSS JOIN verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
),
/* include: outcome */
