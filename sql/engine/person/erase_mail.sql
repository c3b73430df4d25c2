-- statement: erase_mail
-- summary: Takes the words out of mails that came from a person or tell of them, and their address off the lists of addresses.
WITH inbox AS (
  UPDATE inbox_message
  SET message_id = 'erased-' || inbox_message.inbox_id,
    sender = CASE WHEN inbox_message.sender IS NOT NULL THEN 'erased' END,
    subject = CASE WHEN inbox_message.subject IS NOT NULL THEN 'erased' END,
    reason = CASE WHEN inbox_message.reason IS NOT NULL THEN 'erased' END,
    body = NULL,
    settled_by = without_person(inbox_message.settled_by, :'any_case', :'as_written')
  WHERE inbox_message.agency_id = :agency
    AND tells_of(
      concat_ws(
        ' ',
        inbox_message.message_id,
        inbox_message.sender,
        inbox_message.subject,
        inbox_message.reason,
        inbox_message.body,
        inbox_message.settled_by
      ),
      :'any_case',
      :'as_written'
    )
  RETURNING inbox_message.inbox_id
),
addresses AS (
  DELETE FROM mail_address
  WHERE mail_address.agency_id = :agency
    AND tells_of(concat_ws(' ', mail_address.address, mail_address.bounce_reason), :'any_case', :'as_written')
  RETURNING mail_address.address
),
allowed AS (
  UPDATE address_allowed
  SET address = 'erased',
    reason = 'erased'
  WHERE address_allowed.agency_id = :agency
    AND tells_of(concat_ws(' ', address_allowed.address, address_allowed.reason), :'any_case', :'as_written')
  RETURNING address_allowed.allowed_id
)
SELECT
  (SELECT count(*) FROM inbox) AS mails,
  (SELECT count(*) FROM addresses) + (SELECT count(*) FROM allowed) AS addresses
