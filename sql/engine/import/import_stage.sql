-- script: import_stage
-- summary: Rows as they were read, into staging.
COPY import_row (
  agency_id, import_id, position, target, file, line, key, deleted, skip, fault_column, fault_value, fault_reason, record
)
FROM STDIN
