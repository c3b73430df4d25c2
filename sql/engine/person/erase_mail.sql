-- statement: erase_mail
-- summary: Takes the words out of mails that came from a person or tell of them, and their address off the lists of addresses.
WITH inbox AS (
  UPDATE inbox_message
  SET message_id = 'erased-' || inbox_message.inbox_id::text,
    sender = CASE WHEN inbox_message.sender IS NOT NULL THEN 'erased' END,
    subject = CASE WHEN inbox_message.subject IS NOT NULL THEN 'erased' END,
    reason = CASE WHEN inbox_message.reason IS NOT NULL THEN 'erased' END,
    body = NULL,
    settled_by = without_person(inbox_message.settled_by, :'any_case', :'as_written')
  WHERE inbox_message.agency_id = :agency
    AND tells_of(
      coalesce(inbox_message.message_id, '')
      || ' ' || coalesce(inbox_message.sender, '')
      || ' ' || coalesce(inbox_message.subject, '')
      || ' ' || coalesce(inbox_message.reason, '')
      || ' ' || coalesce(inbox_message.body, '')
      || ' ' || coalesce(inbox_message.settled_by, ''),
      :'any_case',
      :'as_written'
    )
  RETURNING inbox_message.inbox_id
),
addresses AS (
  DELETE FROM mail_address
  WHERE mail_address.agency_id = :agency
    AND tells_of(coalesce(mail_address.address, '') || ' ' || coalesce(mail_address.bounce_reason, ''), :'any_case', :'as_written')
  RETURNING mail_address.address
),
allowed AS (
  UPDATE address_allowed
  SET address = 'erased',
    reason = 'erased'
  WHERE address_allowed.agency_id = :agency
    AND tells_of(coalesce(address_allowed.address, '') || ' ' || coalesce(address_allowed.reason, ''), :'any_case', :'as_written')
  RETURNING address_allowed.allowed_id
)
SELECT
  (SELECT count(*) FROM inbox) AS mails,
  (SELECT count(*) FROM addresses) + (SELECT count(*) FROM allowed) AS addresses
