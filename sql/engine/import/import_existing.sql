-- fragment: import_existing
-- summary: Whether a row is stored, and all that is stored of it, to be compared with the row; who was erased stays as they are.
stored.agency_id IS NOT NULL AS is_stored,
{id} AS stored_id,
{erased_at} IS NOT NULL AS is_erased,
{erased_at} AS erased_at,
ROW({columns of stored})::text AS existing,
