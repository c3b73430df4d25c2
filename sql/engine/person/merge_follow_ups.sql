-- statement: merge_follow_ups
-- summary: Follow-ups about a row that is merged into another one become those about the other. Where both had the same one, nudges, answers, skips and snoozes go to the kept one's.
WITH called AS MATERIALIZED (
  -- What occurrences are called after: the start of a candidate's search, or a reference's id.
  SELECT
    to_char(other.search_started_on, 'YYYY-MM-DD') AS merged_name,
    to_char(coalesce(own.search_started_on, other.search_started_on), 'YYYY-MM-DD') AS kept_name
  FROM candidate AS own
  JOIN candidate AS other
    ON other.agency_id = :agency
    AND other.candidate_id = :merged::bigint
  WHERE :'kind'::text = 'candidate'
    AND own.agency_id = :agency
    AND own.candidate_id = :kept::bigint
  UNION ALL
  SELECT
    other.external_id,
    own.external_id
  FROM reference_contact AS own
  JOIN reference_contact AS other
    ON other.agency_id = :agency
    AND other.reference_id = :merged::bigint
  WHERE :'kind'::text = 'reference'
    AND own.agency_id = :agency
    AND own.reference_id = :kept::bigint
),
about AS MATERIALIZED (
  SELECT
    follow_up.*,
    CASE WHEN :'kind'::text = 'candidate' THEN :kept::bigint ELSE follow_up.candidate_id END AS kept_candidate_id,
    CASE WHEN :'kind'::text = 'contact' AND follow_up.contact_id = :merged::bigint THEN :kept::bigint ELSE follow_up.contact_id END
      AS kept_contact_id,
    CASE WHEN :'kind'::text = 'reference' AND follow_up.reference_id = :merged::bigint THEN :kept::bigint ELSE follow_up.reference_id END
      AS kept_reference_id,
    CASE
      WHEN num_nonnulls(follow_up.application_id, follow_up.interview_id, follow_up.contact_id, follow_up.reference_id) = 0
        THEN coalesce(
          (
            SELECT called.kept_name
            FROM called
            WHERE called.merged_name = follow_up.occurrence
              AND NOT EXISTS (
                SELECT
                FROM follow_up AS named
                WHERE named.agency_id = :agency
                  AND named.candidate_id = follow_up.candidate_id
                  AND named.rule = follow_up.rule
                  AND num_nonnulls(named.application_id, named.interview_id, named.contact_id, named.reference_id) = 0
                  AND named.occurrence = called.kept_name
                  AND :'kind'::text = 'candidate'
              )
          ),
          follow_up.occurrence
        )
      ELSE follow_up.occurrence
    END AS kept_occurrence
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND follow_up.candidate_id = ANY (:'candidates'::bigint[])
    AND (
      :'kind'::text = 'candidate'
      OR :'kind'::text = 'contact' AND follow_up.contact_id = :merged::bigint
      OR :'kind'::text = 'reference' AND follow_up.reference_id = :merged::bigint
      OR follow_up.party_kind = :'kind'::text AND follow_up.party_id = :merged::bigint
      OR :'kind'::text = 'reference' AND follow_up.reference_id IS NULL AND follow_up.application_id IS NULL
        AND follow_up.occurrence IN (SELECT called.merged_name FROM called)
    )
),
theirs AS MATERIALIZED (
  SELECT
    about.*,
    ours.follow_up_id AS ours_id,
    ours.due_at AS ours_due_at,
    ours.skipped_at AS ours_skipped_at,
    ours.former_skipped_at AS ours_former_skipped_at
  FROM about
  LEFT JOIN follow_up AS ours
    ON ours.agency_id = :agency
    AND ours.candidate_id = about.kept_candidate_id
    AND ours.rule = about.rule
    AND coalesce(ours.application_id, 0) = coalesce(about.application_id, 0)
    AND coalesce(ours.interview_id, 0) = coalesce(about.interview_id, 0)
    AND coalesce(ours.contact_id, 0) = coalesce(about.kept_contact_id, 0)
    AND coalesce(ours.reference_id, 0) = coalesce(about.kept_reference_id, 0)
    AND ours.occurrence = about.kept_occurrence
    AND ours.follow_up_id <> about.follow_up_id
),
moved AS (
  UPDATE follow_up
  SET contact_id = theirs.kept_contact_id,
    reference_id = theirs.kept_reference_id,
    party_id = CASE
      WHEN follow_up.party_kind = :'kind'::text AND follow_up.party_id = :merged::bigint THEN :kept::bigint
      ELSE follow_up.party_id
    END,
    -- What both had stays under a name of its own, gone, so that whoever looks for it is told.
    occurrence = CASE
      WHEN theirs.ours_id IS NULL THEN theirs.kept_occurrence
      ELSE coalesce(nullif(theirs.occurrence, '') || ' ', '')
        || 'merged into ' || theirs.ours_id::text || ' from ' || theirs.follow_up_id::text
    END,
    withdrawn = follow_up.withdrawn OR theirs.ours_id IS NOT NULL,
    until_reason = CASE
      WHEN theirs.ours_id IS NULL THEN follow_up.until_reason
      ELSE 'is the same as follow-up ' || theirs.ours_id::text || ' since two rows of one person were merged'
    END
  FROM theirs
  WHERE follow_up.agency_id = :agency
    AND follow_up.candidate_id = theirs.candidate_id
    AND follow_up.follow_up_id = theirs.follow_up_id
  RETURNING follow_up.follow_up_id, theirs.ours_id
),
ours AS (
  UPDATE follow_up
  SET skipped_at = CASE WHEN standing.is_skipped THEN follow_up.skipped_at ELSE theirs.skipped_at END,
    skip_reason = CASE WHEN standing.is_skipped THEN follow_up.skip_reason ELSE theirs.skip_reason END,
    former_skipped_at = CASE WHEN standing.is_skipped THEN follow_up.former_skipped_at ELSE theirs.former_skipped_at END,
    former_skip_reason = CASE WHEN standing.is_skipped THEN follow_up.former_skip_reason ELSE theirs.former_skip_reason END,
    snoozed_until = greatest(follow_up.snoozed_until, theirs.snoozed_until)
  FROM theirs
  CROSS JOIN LATERAL (SELECT coalesce(theirs.ours_skipped_at, theirs.ours_former_skipped_at) IS NOT NULL AS is_skipped) AS standing
  WHERE follow_up.agency_id = :agency
    AND follow_up.candidate_id = theirs.kept_candidate_id
    AND follow_up.follow_up_id = theirs.ours_id
  RETURNING follow_up.follow_up_id
),
answers AS (
  UPDATE follow_up_answer
  SET candidate_id = theirs.kept_candidate_id,
    follow_up_id = theirs.ours_id,
    key = CASE
      WHEN EXISTS (
        SELECT
        FROM follow_up_answer AS same
        WHERE same.agency_id = :agency
          AND same.candidate_id = theirs.kept_candidate_id
          AND same.follow_up_id = theirs.ours_id
          AND same.key = answered.key
      ) THEN answered.key || ' ' || answered.answer_id::text
      ELSE answered.key
    END
  FROM theirs
  JOIN follow_up_answer AS answered
    ON answered.agency_id = :agency
    AND answered.candidate_id = theirs.candidate_id
    AND answered.follow_up_id = theirs.follow_up_id
  WHERE theirs.ours_id IS NOT NULL
    AND follow_up_answer.agency_id = :agency
    AND follow_up_answer.candidate_id = answered.candidate_id
    AND follow_up_answer.answer_id = answered.answer_id
  RETURNING follow_up_answer.answer_id
),
nudges AS (
  UPDATE nudge
  SET candidate_id = theirs.kept_candidate_id,
    follow_up_id = theirs.ours_id,
    due_at = counted.due_at
  FROM theirs
  JOIN nudge AS sent
    ON sent.agency_id = :agency
    AND sent.candidate_id = theirs.candidate_id
    AND sent.follow_up_id = theirs.follow_up_id
  CROSS JOIN LATERAL (
    -- A nudge counts for a due time. Of one that is called otherwise now, it counts for the kept one's.
    SELECT CASE
      WHEN theirs.occurrence <> theirs.kept_occurrence AND sent.due_at = theirs.due_at THEN theirs.ours_due_at
      ELSE sent.due_at
    END AS due_at
  ) AS counted
  WHERE theirs.ours_id IS NOT NULL
    AND nudge.agency_id = :agency
    AND nudge.candidate_id = sent.candidate_id
    AND nudge.follow_up_id = sent.follow_up_id
    AND nudge.step = sent.step
    AND nudge.due_at = sent.due_at
    -- What both were nudged for stays with each.
    AND NOT EXISTS (
      SELECT
      FROM nudge AS same
      WHERE same.agency_id = :agency
        AND same.candidate_id = theirs.kept_candidate_id
        AND same.follow_up_id = theirs.ours_id
        AND same.step = sent.step
        AND same.due_at = counted.due_at
    )
  RETURNING nudge.message_id
)
SELECT
  (SELECT count(*) FROM moved) AS follow_ups,
  (SELECT count(*) FROM ours) AS joined,
  (SELECT count(*) FROM answers) AS answers,
  (SELECT count(*) FROM nudges) AS nudges
