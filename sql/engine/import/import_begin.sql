-- statement: import_begin
-- summary: A new import, within the transaction that does its work: an import that dies leaves nothing behind.
INSERT INTO import (agency_id, source, paths, as_of, started_at, started_by, state)
VALUES (:agency::integer, :'source', :'paths'::text[], :'as_of', :'moment'::timestamptz, :'by', 'running')
RETURNING import_id
