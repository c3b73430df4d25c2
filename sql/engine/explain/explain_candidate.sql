-- statement: explain_candidate
-- summary: All follow-ups of a candidate, one a row, with their state at as_of in words; what will be asked only later too.
SELECT
  follow_up.rule,
  follow_up.follow_up_id,
  CASE WHEN follow_up.withdrawn THEN 'cancelled' ELSE life.state END AS state,
  concat_ws(
    ', ',
    CASE WHEN follow_up.party_kind <> 'candidate' THEN 'to ' || who_is(follow_up.agency_id, follow_up.party_kind, follow_up.party_id) END,
    'interview ' || interview.external_id,
    CASE WHEN follow_up.interview_id IS NULL THEN 'application ' || application.external_id END,
    nullif(follow_up.occurrence, '')
  ) AS about,
  CASE
    WHEN follow_up.withdrawn AND follow_up.until_reason LIKE 'is the same as follow-up %' THEN 'gone: it ' || follow_up.until_reason
    WHEN follow_up.withdrawn THEN 'gone: its facts were removed'
    WHEN life.state = 'not yet' THEN 'asked for only from ' || moment_in_words(follow_up.asked_from, practice) || ' on'
    WHEN life.state = 'done' THEN
      'done ' || CASE WHEN follow_up.done_at > follow_up.due_at THEN 'late ' ELSE '' END || moment_in_words(follow_up.done_at, practice)
    WHEN life.state = 'skipped' THEN 'skipped: ' || follow_up.skip_reason
    WHEN life.state = 'missed' THEN 'missed ' || moment_in_words(follow_up.expires_at, practice)
    WHEN life.state = 'cancelled' THEN
      'gone ' || moment_in_words(follow_up.asked_until, practice) || coalesce(': ' || follow_up.until_reason, '')
    ELSE
      list_bucket(:'as_of'::timestamptz, follow_up.due_at, coalesce(recruiter.time_zone, practice.time_zone))
      || ', due ' || moment_in_words(follow_up.due_at, practice)
  END AS words
FROM follow_up
JOIN practice
  ON practice.agency_id = :agency
LEFT JOIN recruiter
  ON recruiter.agency_id = follow_up.agency_id
  AND recruiter.recruiter_id = follow_up.recruiter_id
LEFT JOIN application
  ON application.agency_id = :agency
  AND application.candidate_id = follow_up.candidate_id
  AND application.application_id = follow_up.application_id
LEFT JOIN interview
  ON interview.agency_id = :agency
  AND interview.candidate_id = follow_up.candidate_id
  AND interview.interview_id = follow_up.interview_id
CROSS JOIN LATERAL (
  SELECT follow_up_state(
    :'as_of'::timestamptz,
    follow_up.asked_from,
    follow_up.asked_until,
    follow_up.expires_at,
    follow_up.done_at,
    follow_up.skipped_at
  ) AS state
) AS life
WHERE follow_up.agency_id = :agency
  AND follow_up.candidate_id = :candidate
ORDER BY
  follow_up.rule,
  follow_up.due_at,
  follow_up.follow_up_id
