-- fragment: import_goes_with
-- summary: Whether what a row refers to goes.
-- joined: in sequence
  OR coalesce(
    row.{column} IN (
      SELECT import_out.key
      FROM import_out
      WHERE import_out.agency_id = :agency
        AND import_out.import_id = :import
        AND import_out.target = :'refers'
    )
    -- Whoever is another source's goes with that.
    AND NOT row.record ? (:'column'::text || '+source'),
    false
  )
