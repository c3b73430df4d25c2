-- guardrail: repeated_contact
-- summary: A check-in with a silent client beyond the cap, or too soon after the previous one.
-- why: Never contact the interviewer several times; five calls in a week cost the account.
-- avoid: Do not check in earlier or more often than planned here.
-- source: Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)
-- rules: client_check_in
-- An interview entered after the fact can make two silences overlap; a touch in both is one breach.
SELECT DISTINCT ON (check_in.agency_id, check_in.touch_id)
  check_in.agency_id,
  check_in.candidate_id,
  check_in.application_id,
  check_in.interview_id,
  check_in.party_kind,
  check_in.party_id,
  check_in.happened_at AS at,
  check_in.touch_id,
  CASE
    WHEN check_in.k > policy.check_in_cap
      THEN format('check-in %s in one silence; at most %s (%s)', check_in.k, policy.check_in_cap, policy.cap_set_by)
    ELSE format('%s after the previous check-in', age_in_words(check_in.happened_at - check_in.before_at))
  END AS detail
FROM scope
JOIN practice USING (agency_id)
JOIN LATERAL (
  -- OFFSET 0, here and below: candidate by candidate, however many the planner expects.
  SELECT application_terms.*
  FROM application_terms
  WHERE application_terms.agency_id = scope.agency_id
    AND application_terms.candidate_id = scope.candidate_id
  OFFSET 0
) AS application ON true
JOIN LATERAL (
  SELECT client_check_in_policy.*
  FROM client_check_in_policy
  WHERE client_check_in_policy.agency_id = application.agency_id
    AND client_check_in_policy.client_id = application.client_id
  OFFSET 0
) AS policy ON true
JOIN LATERAL (
  SELECT quiet.*
  FROM client_silence AS quiet
  WHERE quiet.agency_id = application.agency_id
    AND quiet.candidate_id = application.candidate_id
    AND quiet.application_id = application.application_id
  OFFSET 0
) AS client_silence ON true
CROSS JOIN LATERAL (
  SELECT
    touch.*,
    row_number() OVER (ORDER BY touch.happened_at, touch.external_id) AS k,
    lag(touch.happened_at) OVER (ORDER BY touch.happened_at, touch.external_id) AS before_at
  FROM touch
  JOIN contact
    ON contact.agency_id = touch.agency_id
    AND contact.contact_id = touch.party_id
    AND contact.client_id = application.client_id
  WHERE touch.agency_id = application.agency_id
    AND touch.candidate_id = application.candidate_id
    AND touch.application_id = application.application_id
    AND touch.purpose = 'check_in'
    AND touch.party_kind = 'contact'
    AND touch.happened_at >= client_silence.began_at
    AND (client_silence.ended_at IS NULL OR touch.happened_at < client_silence.ended_at)
) AS check_in
WHERE check_in.k > policy.check_in_cap
  OR check_in.happened_at < plus_days(check_in.before_at, policy.check_in_days - 1, practice)
ORDER BY
  check_in.agency_id,
  check_in.touch_id,
  client_silence.began_at
