-- statement: person_held
-- summary: Everything that is held of a person, as JSON objects, part by part; of other people ids alone, and their words where these tell of the person.
WITH person AS (
  SELECT
    'candidate' AS kind,
    unnest(:'candidates'::bigint[]) AS id
  UNION ALL
  SELECT
    'contact',
    unnest(:'contacts'::bigint[])
  UNION ALL
  SELECT
    'reference',
    unnest(:'references'::bigint[])
),
held AS (
  SELECT
    1 AS place,
    'Candidate' AS part,
    candidate.candidate_id AS id,
    to_jsonb(candidate) AS record
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id = ANY (:'candidates'::bigint[])
  UNION ALL
  SELECT
    2,
    'Contact',
    contact.contact_id,
    to_jsonb(contact)
  FROM contact
  WHERE contact.agency_id = :agency
    AND contact.contact_id = ANY (:'contacts'::bigint[])
  UNION ALL
  SELECT
    3,
    'Reference',
    reference_contact.reference_id,
    to_jsonb(reference_contact)
  FROM reference_contact
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.reference_id = ANY (:'references'::bigint[])
  UNION ALL
  SELECT
    4,
    'Applications',
    application.application_id,
    to_jsonb(application)
    || jsonb_build_object(
      'job',
      job_order.title,
      'client',
      client.name
    )
  FROM application
  JOIN job_order
    ON job_order.agency_id = :agency
    AND job_order.job_order_id = application.job_order_id
  JOIN client
    ON client.agency_id = :agency
    AND client.client_id = job_order.client_id
  WHERE application.agency_id = :agency
    AND application.candidate_id = ANY (:'candidates'::bigint[])
  UNION ALL
  SELECT
    5,
    'Stages',
    application_stage.application_id,
    to_jsonb(application_stage)
  FROM application_stage
  WHERE application_stage.agency_id = :agency
    AND application_stage.candidate_id = ANY (:'candidates'::bigint[])
  UNION ALL
  SELECT
    6,
    'Interviews',
    interview.interview_id,
    to_jsonb(interview)
  FROM interview
  WHERE interview.agency_id = :agency
    AND (
      interview.candidate_id = ANY (:'candidates'::bigint[])
      OR (interview.candidate_id, interview.interview_id) IN (
        SELECT
          attendee.candidate_id,
          attendee.interview_id
        FROM attendee
        WHERE attendee.agency_id = :agency
          AND attendee.contact_id = ANY (:'contacts'::bigint[])
      )
    )
  UNION ALL
  SELECT
    7,
    'Touches',
    touch.touch_id,
    to_jsonb(touch)
  FROM touch
  WHERE touch.agency_id = :agency
    AND (
      touch.candidate_id = ANY (:'candidates'::bigint[])
      OR (touch.actor_kind, touch.actor_id) IN (
        SELECT
          person.kind,
          person.id
        FROM person
      )
      OR (touch.party_kind, touch.party_id) IN (
        SELECT
          person.kind,
          person.id
        FROM person
      )
      OR tells_of(concat_ws(' ', touch.note, touch.outcome), :'any_case', :'as_written')
    )
  UNION ALL
  SELECT
    8,
    'Touches that were taken back',
    touch_retracted.touch_id,
    to_jsonb(touch_retracted)
  FROM touch_retracted
  WHERE touch_retracted.agency_id = :agency
    AND (
      touch_retracted.candidate_id = ANY (:'candidates'::bigint[])
      OR tells_of(touch_retracted.record::text, :'any_case', :'as_written')
    )
  UNION ALL
  SELECT
    9,
    'Follow-ups',
    follow_up.follow_up_id,
    to_jsonb(follow_up)
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND (
      follow_up.candidate_id = ANY (:'candidates'::bigint[])
      OR follow_up.contact_id = ANY (:'contacts'::bigint[])
      OR follow_up.reference_id = ANY (:'references'::bigint[])
      OR (follow_up.party_kind, follow_up.party_id) IN (
        SELECT
          person.kind,
          person.id
        FROM person
      )
    )
  UNION ALL
  SELECT
    10,
    'Answers to follow-ups',
    answer.answer_id,
    to_jsonb(answer)
  FROM follow_up_answer AS answer
  WHERE answer.agency_id = :agency
    AND (
      answer.candidate_id = ANY (:'candidates'::bigint[])
      OR tells_of(concat_ws(' ', answer.note, answer.answered_by), :'any_case', :'as_written')
    )
  UNION ALL
  SELECT
    11,
    'Mails to them',
    message.message_id,
    to_jsonb(message)
  FROM message
  WHERE message.agency_id = :agency
    AND (
      message.recipient_kind = 'candidate' AND message.recipient_id = ANY (:'candidates'::bigint[])
      OR tells_of(message.recipient_address, :'any_case', :'as_written')
    )
  UNION ALL
  SELECT
    12,
    'Mails to others that tell of them',
    message.message_id,
    jsonb_build_object(
      'message_id',
      message.message_id,
      'kind',
      message.kind,
      'created_at',
      message.created_at,
      'sent_at',
      message.sent_at,
      'state',
      message.state
    )
  FROM message
  WHERE message.agency_id = :agency
    AND NOT (
      message.recipient_kind = 'candidate' AND message.recipient_id = ANY (:'candidates'::bigint[])
      OR tells_of(message.recipient_address, :'any_case', :'as_written')
    )
    AND tells_of(concat_ws(' ', message.subject, message.body_text), :'any_case', :'as_written')
  UNION ALL
  SELECT
    13,
    'Mails that were read',
    inbox_message.inbox_id,
    to_jsonb(inbox_message)
  FROM inbox_message
  WHERE inbox_message.agency_id = :agency
    AND tells_of(
      concat_ws(' ', inbox_message.sender, inbox_message.subject, inbox_message.reason, inbox_message.body),
      :'any_case',
      :'as_written'
    )
  UNION ALL
  SELECT
    14,
    'Addresses that get no mail',
    0,
    to_jsonb(mail_address)
  FROM mail_address
  WHERE mail_address.agency_id = :agency
    AND tells_of(mail_address.address, :'any_case', :'as_written')
  UNION ALL
  SELECT
    15,
    'Rows that an import refused',
    import_reject.reject_id,
    to_jsonb(import_reject)
  FROM import_reject
  WHERE import_reject.agency_id = :agency
    AND tells_of(concat_ws(' ', import_reject.record, import_reject.value, import_reject.reason), :'any_case', :'as_written')
  UNION ALL
  SELECT
    16,
    'Rows before an import changed them',
    import_change.change_id,
    import_change.before
  FROM import_change
  WHERE import_change.agency_id = :agency
    AND (
      (import_change.before ->> 'candidate_id')::bigint = ANY (:'candidates'::bigint[])
      OR (import_change.before ->> 'contact_id')::bigint = ANY (:'contacts'::bigint[])
      OR (import_change.before ->> 'reference_id')::bigint = ANY (:'references'::bigint[])
      OR EXISTS (
        SELECT
        FROM person
        WHERE (person.kind, person.id::text) IN (
          (import_change.before ->> 'actor_kind', import_change.before ->> 'actor_id'),
          (import_change.before ->> 'party_kind', import_change.before ->> 'party_id')
        )
      )
      OR tells_of(import_change.before::text, :'any_case', :'as_written')
    )
  UNION ALL
  SELECT
    17,
    'Rows that were merged into theirs',
    person_merged.merge_id,
    to_jsonb(person_merged)
  FROM person_merged
  WHERE person_merged.agency_id = :agency
    AND (
      person_merged.candidate_id = ANY (:'candidates'::bigint[])
      OR person_merged.contact_id = ANY (:'contacts'::bigint[])
      OR person_merged.reference_id = ANY (:'references'::bigint[])
    )
)
SELECT
  held.part,
  jsonb_strip_nulls(held.record - '{agency_id,claim,claimed_by,lease_until}'::text[]) AS record
FROM held
ORDER BY
  held.place,
  held.id,
  held.record
