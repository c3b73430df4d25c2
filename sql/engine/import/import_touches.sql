-- statement: import_touches
-- summary: Touches from staging. A touch is never rewritten: one that the source corrects is taken out and put in again.
WITH staged AS MATERIALIZED (
  SELECT
/* include: row */
/* include: existing */
/* include: is_out */
    import_moment(row.cells, 'happened_at', agency.time_zone, stored.happened_at) AS happened_at,
    row.actor_kind,
    row.actor,
    given.actor_id,
    row.party_kind AS given_party_kind,
    row.party,
    given.party_id AS given_party_id,
    CASE WHEN given.says_party THEN row.party_kind ELSE stored.party_kind END AS party_kind,
    CASE WHEN given.says_party THEN given.party_id ELSE stored.party_id END AS party_id,
    given.says_party OR stored.party_id IS NULL AS needs_party,
    row.record ->> 'channel' AS channel,
    row.record ->> 'purpose' AS purpose,
    row.candidate,
    candidate.candidate_id AS named_candidate_id,
    -- Whom it is about: who is named, else whose application it is, else the candidate who takes part, else the reference's.
    CASE
      WHEN given.says_about
        THEN coalesce(
          candidate.candidate_id,
          application.candidate_id,
          interview.candidate_id,
          actor_candidate.candidate_id,
          party_candidate.candidate_id,
          actor_reference.candidate_id,
          party_reference.candidate_id
        )
      ELSE stored.candidate_id
    END AS candidate_id,
    row.application,
    application.application_id AS named_application_id,
    CASE
      WHEN given.says_about THEN coalesce(application.application_id, interview.application_id)
      ELSE stored.application_id
    END AS application_id,
    row.interview,
    interview.interview_id AS named_interview_id,
    interview.application_id AS interview_application_id,
    CASE WHEN given.says_about THEN interview.interview_id ELSE stored.interview_id END AS interview_id,
    coalesce(application.candidate_id, interview.candidate_id) AS their_candidate_id,
    CASE
      WHEN words.are_out THEN stored.outcome
      ELSE import_text(row.cells, 'outcome', stored.outcome)
    END AS outcome,
    CASE
      WHEN words.are_out THEN stored.note
      ELSE import_text(row.cells, 'note', stored.note)
    END AS note,
    words.are_out AS is_wordless,
    stored.forced_past
  FROM
/* include: rows */
/* include: stored */
  CROSS JOIN LATERAL (
    SELECT
      row.record ? 'party_kind' OR row.record ? 'party' AS says_party,
      row.record ?| ARRAY['candidate', 'application', 'interview'] OR stored.touch_id IS NULL AS says_about,
      coalesce(
        actor_candidate.candidate_id,
        actor_recruiter.recruiter_id,
        actor_contact.contact_id,
        actor_reference.reference_id
      ) AS actor_id,
      coalesce(
        party_candidate.candidate_id,
        party_recruiter.recruiter_id,
        party_contact.contact_id,
        party_reference.reference_id
      ) AS party_id
  ) AS given
  CROSS JOIN LATERAL (
    -- What is said of a person who was erased is not stored, as often as the source sends it.
    SELECT
      coalesce(stored.is_wordless, false)
      OR coalesce(
        candidate.erased_at,
        actor_candidate.erased_at,
        actor_contact.erased_at,
        actor_reference.erased_at,
        party_candidate.erased_at,
        party_contact.erased_at,
        party_reference.erased_at
      ) IS NOT NULL AS are_out
  ) AS words
),
validated AS (
  SELECT
    staged.*,
    CASE
      WHEN import_is_future(staged.happened_at, :'as_of')
        THEN import_not_yet('happened_at', staged.record, :'as_of', staged.agency_zone)
      WHEN staged.actor_id IS NULL THEN import_unknown('actor', staged.actor_kind, staged.actor)
      WHEN staged.given_party_kind IS NULL AND staged.party IS NOT NULL
        THEN ARRAY['party_kind', NULL, 'is empty but party is not; say what kind of person the party is']
      WHEN staged.given_party_kind IS NOT NULL AND staged.party IS NULL
        THEN ARRAY['party', NULL, 'is empty but party_kind is not; say who the party is']
      WHEN staged.party IS NOT NULL AND staged.given_party_id IS NULL
        THEN import_unknown('party', staged.given_party_kind, staged.party)
      WHEN staged.party IS NULL AND staged.channel <> 'post' AND staged.needs_party
        THEN ARRAY['party', NULL, 'is empty, which is possible only for the channel post; say who was spoken to']
      WHEN staged.candidate IS NOT NULL AND staged.named_candidate_id IS NULL
        THEN import_unknown('candidate', 'candidate', staged.candidate)
      WHEN staged.application IS NOT NULL AND staged.named_application_id IS NULL
        THEN import_unknown('application', 'application', staged.application)
      WHEN staged.interview IS NOT NULL AND staged.named_interview_id IS NULL
        THEN import_unknown('interview', 'interview', staged.interview)
      WHEN staged.named_candidate_id <> staged.their_candidate_id AND staged.application IS NOT NULL
        THEN ARRAY['application', staged.application, 'does not belong to the candidate of this touch; correct one of the two']
      WHEN staged.named_candidate_id <> staged.their_candidate_id
        THEN ARRAY['interview', staged.interview, 'does not belong to the candidate of this touch; correct one of the two']
      WHEN staged.named_application_id <> staged.interview_application_id
        THEN ARRAY['interview', staged.interview, 'does not belong to the application of this touch; correct one of the two']
    END AS wrong
  FROM staged
),
/* include: verdicts */
removed AS (
  DELETE FROM touch
  USING verdicts
  WHERE verdicts.verdict IN ('changed', 'deleted')
    AND touch.agency_id = :agency
    AND touch.touch_id = verdicts.stored_id
  RETURNING touch.touch_id
),
written AS (
  INSERT INTO touch (agency_id, source, external_id, {columns})
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    {columns of verdicts}
  -- The count makes what is corrected go out before it comes in again under the same id.
  FROM (SELECT count(*) FROM removed) AS gone
  CROSS JOIN verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
),
/* include: outcome */
