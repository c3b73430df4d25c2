-- report: follow_ups
-- title: Follow-ups
-- summary: What is the plan: which follow-ups exist, how does each stand, and when was or is it due?
-- grain: one row per follow-up that exists at as_of; with gone = yes also what is gone, as cancelled
-- personal: no
-- period: due_at
-- param: gone = no -- yes: also what is gone
-- param: days = 0 -- of what has ended, only that of the last so many days; 0: all
-- column: follow_up_id -- the id that commands use
-- column: rule -- the rule that asks for it
-- column: state -- done, skipped, missed, open or cancelled
-- column: late -- yes or no, of what is done: whether it was done after it was due
-- column: candidate_id -- the candidate's id at the source
-- column: application_id -- the application's id at the source
-- column: interview_id -- the interview's id at the source, where it is per interview
-- column: party_kind -- candidate, contact or reference
-- column: party_id -- the id at the source of the one who is owed the word
-- column: occurrence -- which of several it is
-- column: recruiter_id -- the recruiter's id at the source
-- column: anchor_at -- the moment that due is counted from
-- column: opens_at -- from when it may be done
-- column: due_at -- by when it is owed
-- column: expires_at -- from when it is missed
-- column: done_at -- when it was done
-- column: reason -- why it was skipped or is gone
SELECT
  follow_up.follow_up_id,
  follow_up.rule,
  follow_up.state,
  CASE
    WHEN follow_up.state = 'done' AND follow_up.done_at > follow_up.due_at THEN 'yes'
    WHEN follow_up.state = 'done' THEN 'no'
  END AS late,
  candidate.external_id AS candidate_id,
  application.external_id AS application_id,
  -- Of those with an occurrence the interview is part of it, or not what they are per.
  CASE WHEN follow_up.occurrence = '' THEN interview.external_id END AS interview_id,
  follow_up.party_kind,
  coalesce(
    contact.external_id,
    reference.external_id,
    CASE WHEN follow_up.party_kind = 'candidate' THEN candidate.external_id END
  ) AS party_id,
  follow_up.occurrence,
  recruiter.external_id AS recruiter_id,
  follow_up.anchor_at,
  follow_up.opens_at,
  follow_up.due_at,
  follow_up.expires_at,
  CASE WHEN follow_up.state = 'done' THEN follow_up.done_at END AS done_at,
  CASE follow_up.state
    WHEN 'skipped' THEN follow_up.skip_reason
    WHEN 'cancelled' THEN follow_up.until_reason
  END AS reason
FROM (
  SELECT
    planned.*,
    follow_up_state(
      :'as_of'::timestamptz,
      planned.asked_from,
      planned.asked_until,
      planned.expires_at,
      planned.done_at,
      planned.skipped_at
    ) AS state
  FROM follow_up AS planned
  WHERE planned.agency_id = :agency
    AND NOT planned.withdrawn
    AND planned.closes_at > CASE :days::integer
      WHEN 0 THEN '-infinity'
      ELSE :'as_of'::timestamptz - make_interval(days => :days::integer)
    END
    AND planned.asked_from <= :'as_of'::timestamptz
) AS follow_up
JOIN candidate
  ON candidate.agency_id = follow_up.agency_id
  AND candidate.candidate_id = follow_up.candidate_id
JOIN recruiter
  ON recruiter.agency_id = follow_up.agency_id
  AND recruiter.recruiter_id = follow_up.recruiter_id
-- OFFSET 0, here and below: looked up row by row. The planner would read an agency's whole history to show its last days.
LEFT JOIN LATERAL (
  SELECT application.external_id
  FROM application
  WHERE application.agency_id = follow_up.agency_id
    AND application.candidate_id = follow_up.candidate_id
    AND application.application_id = follow_up.application_id
  OFFSET 0
) AS application ON true
LEFT JOIN LATERAL (
  SELECT interview.external_id
  FROM interview
  WHERE interview.agency_id = follow_up.agency_id
    AND interview.candidate_id = follow_up.candidate_id
    AND interview.interview_id = follow_up.interview_id
  OFFSET 0
) AS interview ON true
LEFT JOIN contact
  ON follow_up.party_kind = 'contact'
  AND contact.agency_id = follow_up.agency_id
  AND contact.contact_id = follow_up.party_id
LEFT JOIN LATERAL (
  SELECT reference_contact.external_id
  FROM reference_contact
  WHERE follow_up.party_kind = 'reference'
    AND reference_contact.agency_id = follow_up.agency_id
    AND reference_contact.candidate_id = follow_up.candidate_id
    AND reference_contact.reference_id = follow_up.party_id
  OFFSET 0
) AS reference ON true
WHERE follow_up.state <> 'cancelled'
  OR :'gone'::boolean
ORDER BY
  follow_up.rule COLLATE "C",
  candidate.external_id COLLATE "C",
  coalesce(application.external_id, '') COLLATE "C",
  CASE WHEN follow_up.occurrence = '' THEN coalesce(interview.external_id, '') ELSE '' END COLLATE "C",
  coalesce(follow_up.party_kind, '') COLLATE "C",
  coalesce(contact.external_id, reference.external_id, CASE WHEN follow_up.party_kind = 'candidate' THEN candidate.external_id END, '') COLLATE "C",
  follow_up.occurrence COLLATE "C",
  follow_up.follow_up_id
