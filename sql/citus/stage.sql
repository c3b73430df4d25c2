-- statement: stage
-- summary: Rows as they were read, into staging, given as the text of a COPY: sent to the agency's node like every other statement.
-- A COPY into a distributed table is committed in two phases, and a node that ran a statement for an agency cannot take part in those.
INSERT INTO import_row (
  agency_id, import_id, position, target, file, line, key, deleted, skip, fault_column, fault_value, fault_reason, record
)
SELECT
  cell[1]::integer,
  cell[2]::bigint,
  cell[3]::bigint,
  copied_text(cell[4]),
  copied_text(cell[5]),
  cell[6]::integer,
  copied_text(cell[7]),
  cell[8]::boolean,
  copied_text(cell[9]),
  copied_text(cell[10]),
  copied_text(cell[11]),
  copied_text(cell[12]),
  copied_text(cell[13])::jsonb
FROM string_to_table(rtrim(:'rows', chr(10)), chr(10)) AS line
CROSS JOIN LATERAL (SELECT string_to_array(line, chr(9), '\N') AS cell) AS cells
