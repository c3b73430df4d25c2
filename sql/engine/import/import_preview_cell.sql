-- fragment: import_preview_cell
-- summary: A cell before and after.
SELECT
  :cell::integer AS cell,
  :'column'::text AS column_name,
  shown.before ->> :'stored'::text AS before,
  shown.after ->> :'stored'::text AS after
