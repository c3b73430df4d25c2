-- fragment: import_goes_with_stored
-- summary: Whether what a row goes on to refer to, since its file lacks the column, goes.
-- joined: in sequence
  OR coalesce(
    NOT row.record ? :'column'::text
      AND stored.{stored} IN (
        SELECT import_out.id
        FROM import_out
        WHERE import_out.agency_id = :agency
          AND import_out.import_id = :import
          AND import_out.target = :'refers'
      ),
    false
  )
