-- fragment: import_existing
-- summary: Whether a row is stored, and all that is stored of it, to be compared with the row; who was erased stays as they are, unless they were let in again.
stored.agency_id IS NOT NULL AS is_stored,
{id} AS stored_id,
{kept_out_since} IS NOT NULL AS is_erased,
{kept_out_since} AS erased_at,
ROW({columns of stored})::text AS existing,
