-- fragment: import_vanishing
-- summary: Rows of one canonical file that were stored before, are not inactive, and are not in a complete export: as they are, and as they become.
SELECT
  stored.external_id AS key,
  stored.{own id},
  to_jsonb(stored) AS before,
  to_jsonb(stored) || :'state'::jsonb || :'since'::jsonb AS after
FROM {table} AS stored
WHERE stored.agency_id = :agency
  AND stored.source = :'source'
  AND {erased_at} IS NULL
  AND NOT to_jsonb(stored) @> :'state'::jsonb
  AND NOT EXISTS (
    SELECT
    FROM import_row
    WHERE import_row.agency_id = :agency
      AND import_row.import_id = :import
      AND import_row.target = :'target'
      AND import_row.skip IS NULL
      AND import_row.key = stored.external_id
  )
  -- Whoever is there under an id that was merged into this one is there.
  AND NOT EXISTS (
    SELECT
    FROM person_merged
    JOIN import_row
      ON import_row.agency_id = :agency
      AND import_row.import_id = :import
      AND import_row.target = :'target'
      AND import_row.key = person_merged.external_id
    WHERE person_merged.agency_id = :agency
      AND person_merged.source = :'source'
      AND person_merged.kind || 's' = :'target'
      AND coalesce(person_merged.candidate_id, person_merged.contact_id, person_merged.reference_id) = stored.{own id}
  )
