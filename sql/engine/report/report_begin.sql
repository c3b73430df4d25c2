-- statement: report_begin
-- summary: Chooses the agency, the role that only reads where this user may take it on, and how long a statement may take; for this transaction only.
-- nullable: role
SELECT
  set_config('followup.agency_id', :'agency', true) AS agency,
  set_config('statement_timeout', :'limit', true) AS time_limit,
  (
    SELECT set_config('role', rolname, true)
    FROM pg_roles
    WHERE rolname = 'followup_reader'
      AND pg_has_role(session_user, oid, 'MEMBER')
      -- A role that was made after the schema has no rights in it.
      AND has_table_privilege(oid, 'follow_up', 'SELECT')
      -- Citus logs in at the other nodes by it.
      AND (rolcanlogin OR NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus'))
  ) AS role
