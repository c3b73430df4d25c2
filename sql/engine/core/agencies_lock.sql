-- statement: agencies_lock
-- summary: Agencies are added one at a time, so that names stay unique, however the tables are distributed.
SELECT pg_advisory_xact_lock(hashtext('followup agency add'))
