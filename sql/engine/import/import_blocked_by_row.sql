-- fragment: import_blocked_by_row
-- summary: A row stays while rows of a canonical file refer to it.
-- joined: in sequence
      WHEN EXISTS (
        SELECT
        FROM {table} AS referring
        WHERE referring.agency_id = :agency
          AND (:'kind'::text IS NULL OR {kind of referring} = :'kind')
          AND referring.{referring} = stored.{own id}
      ) THEN format('stays: %s refer to it', :'referring'::text)
