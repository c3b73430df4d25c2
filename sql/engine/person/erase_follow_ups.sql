-- statement: erase_follow_ups
-- summary: Ends a person's open follow-ups, keeps those that ended as they ended, and takes the words out of their answers.
WITH theirs AS MATERIALIZED (
  SELECT
    follow_up.candidate_id,
    follow_up.follow_up_id
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND (
      follow_up.candidate_id = ANY (:'candidates'::bigint[])
      OR coalesce(follow_up.contact_id = ANY (:'contacts'::bigint[]), false)
      OR coalesce(follow_up.reference_id = ANY (:'references'::bigint[]), false)
      OR follow_up.party_kind = 'contact' AND follow_up.party_id = ANY (:'contacts'::bigint[])
      OR follow_up.party_kind = 'reference' AND follow_up.party_id = ANY (:'references'::bigint[])
    )
),
ended AS (
  UPDATE follow_up
  SET kept = true,
    -- What was not asked for yet never will be.
    withdrawn = follow_up.withdrawn OR follow_up.asked_from > :'as_of'::timestamptz,
    asked_until = CASE
      WHEN follow_up.closes_at > :'as_of'::timestamptz AND follow_up.asked_from <= :'as_of'::timestamptz THEN :'as_of'::timestamptz
      ELSE follow_up.asked_until
    END,
    until_reason = CASE
      WHEN follow_up.closes_at > :'as_of'::timestamptz AND follow_up.asked_from <= :'as_of'::timestamptz THEN 'the person was erased'
      ELSE without_person(follow_up.until_reason, :'any_case', :'as_written')
    END,
    remark = NULL,
    skip_reason = CASE WHEN follow_up.skip_reason IS NOT NULL THEN 'erased' END,
    former_skip_reason = CASE WHEN follow_up.former_skip_reason IS NOT NULL THEN 'erased' END,
    occurrence = CASE
      WHEN tells_of(follow_up.occurrence, :'any_case', :'as_written') THEN 'erased-' || follow_up.follow_up_id::text
      ELSE follow_up.occurrence
    END
  FROM theirs
  WHERE follow_up.agency_id = :agency
    AND follow_up.candidate_id = theirs.candidate_id
    AND follow_up.follow_up_id = theirs.follow_up_id
    AND (NOT follow_up.kept OR follow_up.closes_at > :'as_of'::timestamptz AND follow_up.asked_from <= :'as_of'::timestamptz)
  RETURNING follow_up.follow_up_id
),
others AS (
  UPDATE follow_up
  SET remark = without_person(follow_up.remark, :'any_case', :'as_written'),
    until_reason = without_person(follow_up.until_reason, :'any_case', :'as_written'),
    skip_reason = without_person(follow_up.skip_reason, :'any_case', :'as_written'),
    former_skip_reason = without_person(follow_up.former_skip_reason, :'any_case', :'as_written')
  WHERE follow_up.agency_id = :agency
    AND NOT EXISTS (
      SELECT
      FROM theirs
      WHERE theirs.candidate_id = follow_up.candidate_id
        AND theirs.follow_up_id = follow_up.follow_up_id
    )
    AND tells_of(
      coalesce(follow_up.remark, '')
      || ' ' || coalesce(follow_up.until_reason, '')
      || ' ' || coalesce(follow_up.skip_reason, '')
      || ' ' || coalesce(follow_up.former_skip_reason, ''),
      :'any_case',
      :'as_written'
    )
  RETURNING follow_up.follow_up_id
),
answers AS (
  UPDATE follow_up_answer
  SET note = CASE
      WHEN theirs.follow_up_id IS NULL THEN without_person(follow_up_answer.note, :'any_case', :'as_written')
      -- An answer says something: an outcome or a note.
      WHEN follow_up_answer.note IS NOT NULL THEN 'erased'
    END,
    outcome = without_person(follow_up_answer.outcome, :'any_case', :'as_written'),
    key = CASE
      WHEN tells_of(follow_up_answer.key, :'any_case', :'as_written') THEN 'erased-' || follow_up_answer.answer_id::text
      ELSE follow_up_answer.key
    END,
    answered_by = without_person(follow_up_answer.answered_by, :'any_case', :'as_written'),
    undone_by = without_person(follow_up_answer.undone_by, :'any_case', :'as_written')
  FROM follow_up_answer AS answered
  LEFT JOIN theirs
    ON theirs.candidate_id = answered.candidate_id
    AND theirs.follow_up_id = answered.follow_up_id
  WHERE answered.agency_id = :agency
    AND follow_up_answer.agency_id = :agency
    AND follow_up_answer.candidate_id = answered.candidate_id
    AND follow_up_answer.answer_id = answered.answer_id
    AND (
      theirs.follow_up_id IS NOT NULL AND answered.note <> 'erased'
      OR tells_of(
        coalesce(answered.note, '')
        || ' ' || coalesce(answered.outcome, '')
        || ' ' || coalesce(answered.key, '')
        || ' ' || coalesce(answered.answered_by, '')
        || ' ' || coalesce(answered.undone_by, ''),
        :'any_case',
        :'as_written'
      )
    )
  RETURNING follow_up_answer.answer_id
)
SELECT
  (SELECT count(*) FROM ended) AS theirs,
  (SELECT count(*) FROM others) AS others,
  (SELECT count(*) FROM answers) AS answers
