-- statement: merge_candidate
-- summary: All that is a candidate's becomes another candidate's: one statement, at whose end every key is right again.
WITH applications AS (
  UPDATE application
  SET candidate_id = :kept::bigint
  WHERE application.agency_id = :agency
    AND application.candidate_id = :merged::bigint
  RETURNING application.application_id
),
client_answers AS (
  UPDATE client_answer
  SET candidate_id = :kept::bigint
  WHERE client_answer.agency_id = :agency
    AND client_answer.candidate_id = :merged::bigint
),
stages AS (
  UPDATE application_stage
  SET candidate_id = :kept::bigint
  WHERE application_stage.agency_id = :agency
    AND application_stage.candidate_id = :merged::bigint
  RETURNING application_stage.application_id
),
interviews AS (
  UPDATE interview
  SET candidate_id = :kept::bigint
  WHERE interview.agency_id = :agency
    AND interview.candidate_id = :merged::bigint
  RETURNING interview.interview_id
),
attendees AS (
  UPDATE attendee
  SET candidate_id = :kept::bigint
  WHERE attendee.agency_id = :agency
    AND attendee.candidate_id = :merged::bigint
  RETURNING attendee.interview_id
),
reference_contacts AS (
  UPDATE reference_contact
  SET candidate_id = :kept::bigint
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.candidate_id = :merged::bigint
  RETURNING reference_contact.reference_id
),
touches AS (
  UPDATE touch
  SET candidate_id = CASE WHEN touch.candidate_id = :merged::bigint THEN :kept::bigint ELSE touch.candidate_id END,
    actor_id = CASE WHEN touch.actor_kind = 'candidate' AND touch.actor_id = :merged::bigint THEN :kept::bigint ELSE touch.actor_id END,
    party_id = CASE WHEN touch.party_kind = 'candidate' AND touch.party_id = :merged::bigint THEN :kept::bigint ELSE touch.party_id END
  WHERE touch.agency_id = :agency
    AND (
      touch.candidate_id = :merged::bigint
      OR touch.actor_kind = 'candidate' AND touch.actor_id = :merged::bigint
      OR touch.party_kind = 'candidate' AND touch.party_id = :merged::bigint
    )
  RETURNING touch.candidate_id
),
retracted AS (
  UPDATE touch_retracted
  SET candidate_id = :kept::bigint,
    record = touch_retracted.record || jsonb_build_object('candidate_id', :kept::bigint)
  WHERE touch_retracted.agency_id = :agency
    AND touch_retracted.candidate_id = :merged::bigint
  RETURNING touch_retracted.touch_id
),
follow_ups AS (
  UPDATE follow_up
  SET candidate_id = :kept::bigint
  WHERE follow_up.agency_id = :agency
    AND follow_up.candidate_id = :merged::bigint
  RETURNING follow_up.follow_up_id
),
answers AS (
  UPDATE follow_up_answer
  SET candidate_id = :kept::bigint
  WHERE follow_up_answer.agency_id = :agency
    AND follow_up_answer.candidate_id = :merged::bigint
  RETURNING follow_up_answer.answer_id
),
nudges AS (
  UPDATE nudge
  SET candidate_id = :kept::bigint,
    recipient_id = CASE
      WHEN nudge.recipient_kind = 'candidate' AND nudge.recipient_id = :merged::bigint THEN :kept::bigint
      ELSE nudge.recipient_id
    END
  WHERE nudge.agency_id = :agency
    AND (
      nudge.candidate_id = :merged::bigint
      OR nudge.candidate_id = :kept::bigint AND nudge.recipient_kind = 'candidate' AND nudge.recipient_id = :merged::bigint
    )
  RETURNING nudge.message_id
),
messages AS (
  UPDATE message
  SET recipient_id = :kept::bigint
  WHERE message.agency_id = :agency
    AND message.recipient_kind = 'candidate'
    AND message.recipient_id = :merged::bigint
  RETURNING message.message_id
),
queued AS (
  INSERT INTO plan_queue (agency_id, candidate_id)
  SELECT DISTINCT
    :agency::integer,
    touches.candidate_id
  FROM touches
  WHERE touches.candidate_id IS NOT NULL
)
SELECT
  (SELECT count(*) FROM applications) AS applications,
  (SELECT count(*) FROM stages) AS stages,
  (SELECT count(*) FROM interviews) AS interviews,
  (SELECT count(*) FROM attendees) AS attendees,
  (SELECT count(*) FROM reference_contacts) AS reference_contacts,
  (SELECT count(*) FROM touches) + (SELECT count(*) FROM retracted) AS touches,
  (SELECT count(*) FROM follow_ups) AS follow_ups,
  (SELECT count(*) FROM answers) AS answers,
  (SELECT count(*) FROM nudges) AS nudges,
  (SELECT count(*) FROM messages) AS messages
