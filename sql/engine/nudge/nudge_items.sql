-- statement: nudge_items
-- summary: What messages remind of, one row per message and follow-up, in the words and the local times of its recipient.
-- nullable: template, channel, overdue_by, time_left, party_name, party_company, job_title, client_name, interview_on, decision, start_on, candidate_phone, candidate_email
-- nullable: contact_name, contact_phone, contact_email, remark, silence
-- Only what its reader may know: a candidate gets no contact's address, no remark, nothing of a client's silence and nobody else's follow-ups.
WITH item AS MATERIALIZED (
  SELECT
    message.message_id,
    nudge.candidate_id,
    nudge.follow_up_id,
    message.recipient_kind,
    message.recipient_id,
    bool_and(nudge.step LIKE '%: manager') AS as_manager
  FROM message
  JOIN nudge
    ON nudge.agency_id = message.agency_id
    AND nudge.message_id = message.message_id
  WHERE message.agency_id = :agency
    AND message.message_id = ANY (:'messages'::bigint[])
  GROUP BY
    message.message_id,
    nudge.candidate_id,
    nudge.follow_up_id,
    message.recipient_kind,
    message.recipient_id
),
told AS MATERIALIZED (
  SELECT
    item.message_id,
    item.recipient_kind,
    item.recipient_id,
    item.as_manager,
    facts.*
  FROM item
  CROSS JOIN LATERAL (
    -- OFFSET 0: more tables than the planner reorders, so it would join the whole view first.
    SELECT follow_up_facts.*
    FROM follow_up_facts
    WHERE follow_up_facts.agency_id = :agency
      AND follow_up_facts.candidate_id = item.candidate_id
      AND follow_up_facts.follow_up_id = item.follow_up_id
    OFFSET 0
  ) AS facts
),
-- Asked once, not for each item.
duty AS MATERIALIZED (
  SELECT
    duty.recruiter_id,
    duty.worker_id
  FROM recruiters_on_duty(:agency, :'as_of'::timestamptz) AS duty
),
silence AS MATERIALIZED (
  SELECT
    silence.follow_up_id,
    silence.words
  FROM check_in_silences(
    :agency,
    :'as_of'::timestamptz,
    ARRAY(
      SELECT DISTINCT told.follow_up_id
      FROM told
      WHERE told.rule = 'client_check_in'
        AND told.recipient_kind = 'recruiter'
    )
  ) AS silence
)
SELECT
  told.message_id,
  told.follow_up_id,
  told.as_manager,
  -- A manager is told that somebody was nudged where somebody was.
  told.as_manager AND EXISTS (
    SELECT
    FROM nudge AS earlier
    JOIN message AS carrying
      ON carrying.agency_id = :agency
      AND carrying.message_id = earlier.message_id
    WHERE earlier.agency_id = :agency
      AND earlier.candidate_id = told.candidate_id
      AND earlier.follow_up_id = told.follow_up_id
      AND earlier.due_at = told.due_at
      AND carrying.state = 'sent'
  ) AS was_nudged,
  rule.template,
  rule.channel,
  rule.hard,
  CASE told.recipient_kind
    WHEN 'candidate' THEN words.action
    ELSE recruiter_action(
      rule.actor, words.action, told.candidate_name, reach_in_words(told.candidate_phone, told.candidate_email))
  END AS action,
  day_in_words((told.due_at AT TIME ZONE zone.name)::date) || ', '
    || to_char(told.due_at AT TIME ZONE zone.name, 'HH24:MI') AS due,
  to_char(told.due_at AT TIME ZONE zone.name, 'YYYY-MM-DD') AS due_on,
  rule.actor,
  zone.name AS time_zone,
  CASE WHEN told.due_at < :'as_of'::timestamptz
    THEN age_in_words(:'as_of'::timestamptz - told.due_at) END AS overdue_by,
  CASE WHEN told.due_at >= :'as_of'::timestamptz THEN age_in_words(told.due_at - :'as_of'::timestamptz) END AS time_left,
  told.candidate_name,
  told.party_name,
  told.party_company,
  told.job_title,
  told.client_name,
  day_in_words((told.interview_starts_at AT TIME ZONE zone.name)::date) AS interview_on,
  told.decision,
  day_in_words(told.start_on) AS start_on,
  CASE WHEN usable_phone(told.candidate_phone) IS NOT NULL THEN told.candidate_phone END AS candidate_phone,
  usable_email(told.candidate_email) AS candidate_email,
  owner.recruiter_id <> told.recipient_id OR told.recipient_kind <> 'recruiter' AS is_anothers,
  owner.name AS recruiter_name,
  answering.name AS answering_name,
  answering.email AS answering_email,
  contact.name AS contact_name,
  CASE WHEN usable_phone(contact.phone) IS NOT NULL THEN contact.phone END AS contact_phone,
  CASE WHEN usable_email(contact.email) IS NOT NULL THEN contact.email END AS contact_email,
  CASE WHEN told.recipient_kind = 'recruiter' THEN nullif(told.remark, '') END AS remark,
  silence.words AS silence
FROM told
JOIN practice ON practice.agency_id = :agency
JOIN jsonb_to_recordset(:'rules'::jsonb) AS rule (
  rule text,
  summary text,
  action text,
  actor text,
  channel text,
  hard boolean,
  template text
) ON rule.rule = told.rule
JOIN recruiter AS owner
  ON owner.agency_id = :agency
  AND owner.recruiter_id = told.recruiter_id
JOIN duty ON duty.recruiter_id = owner.recruiter_id
JOIN recruiter AS answering
  ON answering.agency_id = :agency
  AND answering.recruiter_id = duty.worker_id
LEFT JOIN recruiter AS reader
  ON told.recipient_kind = 'recruiter'
  AND reader.agency_id = :agency
  AND reader.recruiter_id = told.recipient_id
CROSS JOIN LATERAL (
  SELECT CASE told.recipient_kind
    WHEN 'candidate' THEN told.candidate_zone
    ELSE coalesce(reader.time_zone, practice.time_zone)
  END AS name
) AS zone
LEFT JOIN LATERAL (
  -- Whom the recruiter speaks to, as on the worklist.
  SELECT
    told.candidate_name AS name,
    told.candidate_phone AS phone,
    told.candidate_email AS email
  WHERE rule.actor = 'candidate'
  UNION ALL
  SELECT
    told.party_name,
    told.party_phone,
    told.party_email
  WHERE rule.actor <> 'candidate'
) AS contact ON told.recipient_kind = 'recruiter'
LEFT JOIN silence
  ON silence.follow_up_id = told.follow_up_id
  AND told.recipient_kind = 'recruiter'
CROSS JOIN LATERAL (
  SELECT follow_up_action(
    rule.action,
    rule.channel,
    rule.summary,
    told.party_name,
    told.party_company,
    told.candidate_name,
    told.job_title,
    told.client_name,
    (told.interview_starts_at AT TIME ZONE zone.name)::date
  ) AS action
) AS words
ORDER BY
  told.message_id,
  told.as_manager,
  NOT rule.hard,
  owner.name,
  told.due_at,
  told.follow_up_id
