-- statement: follow_up_find
-- summary: One follow-up with its state at as_of, for those who record what was done about it.
-- nullable: application_id, interview_id, party_kind, party_id
SELECT
  follow_up.candidate_id,
  follow_up.rule,
  follow_up.application_id,
  follow_up.interview_id,
  follow_up.party_kind,
  follow_up.party_id,
  follow_up.recruiter_id,
  follow_up.anchor_at,
  follow_up.due_at,
  moment_in_words(follow_up.due_at, practice) AS due_words,
  CASE
    WHEN follow_up.withdrawn THEN 'cancelled'
    ELSE follow_up_state(
      :'as_of'::timestamptz,
      follow_up.asked_from,
      follow_up.asked_until,
      follow_up.expires_at,
      follow_up.done_at,
      follow_up.skipped_at
    )
  END AS state
FROM follow_up
JOIN practice
  ON practice.agency_id = :agency
WHERE follow_up.agency_id = :agency
  AND follow_up.follow_up_id = :id
