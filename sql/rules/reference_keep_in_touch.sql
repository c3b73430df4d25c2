-- rule: reference_keep_in_touch
-- summary: Speak with every reference a few times a year, also when nothing is needed from them.
-- why: A reference who only hears from us when we want something stops answering.
-- source: The importance of following up with references after the interview
-- source: Follow up with your job references
-- asks: of every active and consenting reference, always one; none while an undecided application uses them
-- needs: reference, consent
-- anchor: the last touch with that person, either way, or when the reference was added
-- due: anchor_at + keep_in_touch_days days, rolled
-- done: nothing: the next touch moves it on
-- counts: nothing
-- skip: once -- a skip holds until the next touch
-- actor: recruiter
-- party: reference
-- channel: call
-- purpose: keep_in_touch
-- minutes: 10
-- template: reference_keep_in_touch
-- action: Call {party} to keep in touch
-- param: opens_days = 7 -- days before it is due
SELECT
  reference.agency_id,
  reference.candidate_id,
  NULL::bigint AS application_id,
  NULL::bigint AS interview_id,
  NULL::bigint AS contact_id,
  reference.reference_id,
  '' AS occurrence,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  candidate.recruiter_id,
  spoken.counted_from AS anchor_at,
  greatest(spoken.counted_from, reference.active_from, used.decided_at) AS asked_from,
  reference.active_until AS asked_until,
  'the reference is no longer active' AS until_reason,
  plus_days(due.due_at, - :opens_days::integer, practice) AS opens_at,
  due.due_at,
  NULL::timestamptz AS expires_at,
  NULL::timestamptz AS done_at,
  NULL AS remark
FROM scope
JOIN practice USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
JOIN contactable_reference AS reference USING (agency_id, candidate_id)
LEFT JOIN (
  -- The applications that use this reference: whether one of them is undecided, and when the last was decided.
  SELECT
    used_reference.agency_id,
    used_reference.candidate_id,
    used_reference.reference_id,
    bool_or(application.decision IS NULL) AS undecided,
    max(application.closed_at) AS decided_at
  FROM used_reference
  JOIN application_terms AS application USING (agency_id, candidate_id, application_id)
  GROUP BY used_reference.agency_id, used_reference.candidate_id, used_reference.reference_id
) AS used USING (agency_id, candidate_id, reference_id)
LEFT JOIN person_spoken_with AS last_touch USING (agency_id, person)
CROSS JOIN LATERAL (
  SELECT coalesce(last_touch.happened_at, reference.added_at) AS counted_from
) AS spoken
CROSS JOIN LATERAL (
  SELECT rolled(plus_days(spoken.counted_from, practice.keep_in_touch_days, practice), practice) AS due_at
) AS due
WHERE reference.consent = 'yes'
  AND used.undecided IS NOT TRUE
