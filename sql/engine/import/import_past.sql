-- fragment: import_past
-- summary: The moment of something that has happened; a source's clock may be a little ahead.
-- joined: in sequence
      no_later_than(validated.{column}, :'as_of'::timestamptz) AS {column},
