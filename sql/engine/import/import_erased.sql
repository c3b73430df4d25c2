-- fragment: import_erased
-- summary: The fault of a row of a person who was erased; NULL: they were not. Where nobody was, nobody is looked for.
      CASE
        WHEN staged.is_out THEN NULL
        WHEN staged.is_erased
          OR EXISTS (
            SELECT
            FROM erasure
            WHERE erasure.agency_id = :agency
          )
          THEN import_was_erased(
            :agency,
            :'source',
            :'target',
            staged.key,
            staged.record ->> 'name',
            staged.record ->> 'email',
            staged.record ->> 'phone',
            staged.erased_at,
            staged.agency_zone
          )
      END,
