-- fragment: import_goes_with_person
-- summary: Whether somebody who took part in a touch goes.
-- joined: in sequence
  OR coalesce(
    (row.{column}_kind || 's', row.{column}) IN (
      SELECT
        import_out.target,
        import_out.key
      FROM import_out
      WHERE import_out.agency_id = :agency
        AND import_out.import_id = :import
    )
    AND NOT row.record ? (:'column'::text || '+source'),
    false
  )
