-- statement: explain_nudges
-- summary: The nudges of a follow-up that went into a message, then the steps for its present due time that did not, each with its moment.
-- nullable: at
WITH asked AS (
  SELECT
    follow_up.*,
    practice.*::practice AS practice,
    follow_up_state(
      :'as_of'::timestamptz,
      follow_up.asked_from,
      follow_up.asked_until,
      follow_up.expires_at,
      follow_up.done_at,
      follow_up.skipped_at
    ) = 'open' AND NOT follow_up.withdrawn AS is_open
  FROM follow_up
  JOIN practice
    ON practice.agency_id = :agency
  WHERE follow_up.agency_id = :agency
    AND follow_up.follow_up_id = :id
),
made AS (
  SELECT
    nudge.step,
    nudge.due_at,
    nudge.created_at AS at,
    format(
      '%s to %s %s: %s%s',
      nudge.step,
      nudge.recipient_kind,
      who_is(nudge.agency_id, nudge.recipient_kind, nudge.recipient_id),
      CASE message.state
        WHEN 'sent' THEN 'sent on ' || moment_in_words(message.sent_at, asked.practice)
        WHEN 'uncertain' THEN 'uncertain, perhaps sent: settle it with followup nudge --resend or --drop ' || message.message_id
        WHEN 'dropped' THEN 'dropped by hand'
        WHEN 'failed' THEN 'failed' || coalesce(': ' || message.error, '')
        ELSE message.state || ', not sent yet'
      END,
      CASE WHEN nudge.due_at <> asked.due_at THEN ', for its former due time ' || moment_in_words(nudge.due_at, asked.practice) END
    ) AS words
  FROM asked
  JOIN nudge
    ON nudge.agency_id = :agency
    AND nudge.candidate_id = asked.candidate_id
    AND nudge.follow_up_id = asked.follow_up_id
  JOIN message
    ON message.agency_id = :agency
    AND message.message_id = nudge.message_id
),
escalation AS (
  SELECT
    step.step,
    step.recipient,
    CASE
      WHEN step.hours IS NOT NULL THEN plus_hours(asked.due_at, step.hours)
      ELSE plus_business_days(asked.due_at, step.business_days, asked.practice)
    END AS at,
    CASE
      WHEN role.name = 'candidate' AND NOT (asked.practice).nudge_candidates
        THEN 'recruiter ' || coalesce(who_is(asked.agency_id, 'recruiter', asked.recruiter_id), 'nobody')
          || ', because the policy nudge_candidates is off'
      WHEN role.name = 'candidate' THEN 'candidate ' || who_is(asked.agency_id, 'candidate', asked.candidate_id)
      WHEN role.name = 'manager' THEN 'manager ' || coalesce(who_is(asked.agency_id, 'recruiter', recruiter.manager_id), 'nobody: no manager is known')
      ELSE 'recruiter ' || coalesce(who_is(asked.agency_id, 'recruiter', asked.recruiter_id), 'nobody')
    END AS recipient_words,
    asked.practice,
    asked.is_open,
    asked.snoozed_until,
    EXISTS (
      SELECT
      FROM made
      WHERE made.due_at = asked.due_at
        AND (made.step = step.step OR made.step = step.step || ': ' || role.name)
    ) AS was_made
  FROM asked
  JOIN jsonb_to_recordset(:'escalation'::jsonb) AS step (
    rule text,
    step text,
    recipient text,
    hours integer,
    business_days integer
  ) ON step.rule = asked.rule
  CROSS JOIN LATERAL (
    SELECT CASE step.recipient WHEN 'actor' THEN :'actor' ELSE step.recipient END AS name
  ) AS role
  LEFT JOIN recruiter
    ON recruiter.agency_id = :agency
    AND recruiter.recruiter_id = asked.recruiter_id
)
SELECT
  'sent' AS kind,
  iso_utc(made.at) AS at,
  made.words
FROM made
UNION ALL
SELECT
  CASE WHEN escalation.is_open THEN 'next' ELSE 'unused' END,
  iso_utc(escalation.at),
  format(
    '%s to %s: %s',
    escalation.step,
    string_agg(DISTINCT escalation.recipient_words, ' and '),
    CASE
      WHEN greatest(escalation.at, escalation.snoozed_until) <= :'as_of'::timestamptz
        THEN 'reached on ' || moment_in_words(escalation.at, escalation.practice) || '; goes out with the next run outside quiet hours'
      ELSE 'not before ' || moment_in_words(greatest(escalation.at, escalation.snoozed_until), escalation.practice)
    END
  )
FROM escalation
WHERE NOT escalation.was_made
GROUP BY
  escalation.step,
  escalation.at,
  escalation.snoozed_until,
  escalation.is_open,
  escalation.practice
ORDER BY
  kind DESC,
  at,
  words
