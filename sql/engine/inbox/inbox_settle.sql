-- statement: inbox_settle
-- summary: A person says that these mails need nothing more; without ids, all that wait.
-- optional: ids
UPDATE inbox_message
SET settled_at = :'as_of'::timestamptz,
  settled_by = :'by'
WHERE inbox_message.agency_id = :agency
  AND inbox_message.state = 'unmatched'
  AND inbox_message.settled_at IS NULL
  AND (:'ids'::bigint[] IS NULL OR inbox_message.inbox_id = ANY (:'ids'::bigint[]))
