-- fragment: import_blocked_by_lost
-- summary: A row does not come to refer again to what is gone.
-- joined: in sequence
      WHEN EXISTS (
        SELECT
        FROM (
/* include: lost */
        ) AS lost
        WHERE lost.column_name IS NOT NULL
      ) THEN 'stays: what it referred to before is gone'
