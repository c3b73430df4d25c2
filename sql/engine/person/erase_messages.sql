-- statement: erase_messages
-- summary: Takes the words out of messages to a person or about them; those that are not sent yet are not sent. That they were sent, and when, stays.
WITH attached AS MATERIALIZED (
  SELECT
    message_attachment.message_id,
    -- A workbook cannot be looked into here: it goes, and so does a mail that has not left yet.
    message_attachment.media_type NOT LIKE 'text/%' AS is_closed,
    CASE
      WHEN message_attachment.media_type LIKE 'text/%'
        THEN tells_of(convert_from(message_attachment.bytes, 'UTF8'), :'any_case', :'as_written')
      ELSE false
    END AS tells
  FROM message_attachment
  WHERE message_attachment.agency_id = :agency
),
found AS MATERIALIZED (
  SELECT
    message.message_id,
    message.recipient_kind = 'candidate' AND message.recipient_id = ANY (:'candidates'::bigint[])
    OR tells_of(message.recipient_address, :'any_case', :'as_written') AS is_to_them,
    EXISTS (
      SELECT
      FROM attached
      WHERE attached.message_id = message.message_id
        AND attached.is_closed
    ) AS has_closed,
    (
      message.recipient_kind = 'candidate' AND message.recipient_id = ANY (:'candidates'::bigint[])
      OR tells_of(
        concat_ws(
          ' ',
          message.key,
          message.recipient_name,
          message.recipient_address,
          message.subject,
          message.body_text,
          message.body_html,
          message.error,
          message.reply_to
        ),
        :'any_case',
        :'as_written'
      )
      OR EXISTS (
        SELECT
        FROM attached
        WHERE attached.message_id = message.message_id
          AND attached.tells
      )
      OR EXISTS (
        SELECT
        FROM nudge
        JOIN follow_up
          ON follow_up.agency_id = :agency
          AND follow_up.candidate_id = nudge.candidate_id
          AND follow_up.follow_up_id = nudge.follow_up_id
        WHERE nudge.agency_id = :agency
          AND nudge.message_id = message.message_id
          AND follow_up.kept
      )
    ) AS tells
  FROM message
  WHERE message.agency_id = :agency
),
concerned AS MATERIALIZED (
  SELECT found.*
  FROM found
  WHERE found.tells
    OR found.has_closed
),
changed AS (
  UPDATE message
  SET key = CASE
      WHEN tells_of(message.key, :'any_case', :'as_written') THEN 'erased-' || message.message_id
      ELSE message.key
    END,
    recipient_name = CASE WHEN NOT concerned.is_to_them THEN message.recipient_name END,
    recipient_address = CASE WHEN concerned.is_to_them THEN 'erased' ELSE message.recipient_address END,
    subject = CASE WHEN message.subject IS NOT NULL THEN 'erased' END,
    body_text = CASE WHEN message.body_text IS NOT NULL THEN 'erased' END,
    body_html = NULL,
    error = without_person(message.error, :'any_case', :'as_written'),
    reply_to = CASE WHEN NOT tells_of(message.reply_to, :'any_case', :'as_written') THEN message.reply_to END,
    -- What waits for no words of theirs is written anew when it is sent.
    state = CASE
      WHEN message.state = 'sent' THEN message.state
      WHEN message.subject IS NULL AND NOT concerned.is_to_them THEN message.state
      ELSE 'dropped'
    END
  FROM concerned
  WHERE message.agency_id = :agency
    AND message.message_id = concerned.message_id
    AND (concerned.tells OR message.state <> 'sent')
    AND (
      concerned.is_to_them AND message.recipient_address <> 'erased'
      OR coalesce(message.subject, 'erased') <> 'erased'
      OR message.body_html IS NOT NULL
    )
  RETURNING message.message_id
),
removed AS (
  DELETE FROM message_attachment
  USING concerned
  WHERE message_attachment.agency_id = :agency
    AND message_attachment.message_id = concerned.message_id
  RETURNING message_attachment.message_id
)
SELECT
  (SELECT count(*) FROM changed) AS messages,
  (SELECT count(*) FROM removed) AS attachments
