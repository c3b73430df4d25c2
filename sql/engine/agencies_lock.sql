-- statement: agencies_lock
-- summary: One at a time adds an agency, so that its name is nobody else's, whatever the tables are distributed by.
SELECT pg_advisory_xact_lock(hashtext('followup agency add'))
