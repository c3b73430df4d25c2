-- fragment: import_is_out
-- summary: Whether a row goes: the file says so, or it refers to what goes.
(
  row.deleted
/* include: goes_with? */
) AS is_out,
