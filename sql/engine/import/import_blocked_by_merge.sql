-- fragment: import_blocked_by_merge
-- summary: A row stays when another row of the same person was merged into it.
-- joined: in sequence
      WHEN EXISTS (
        SELECT
        FROM person_merged
        WHERE person_merged.agency_id = :agency
          AND person_merged.{own id} = stored.{own id}
      ) THEN 'stays: another row of the same person was merged into it'
