-- The roles of a database of followup, and who may act for them. Run by an administrator of the server, in that database, as often as you like:
--
--   psql -d followup -v owner=agency_admin -v batch=agency_night -v reader=agency_office -v backup=agency_backup -f deploy/roles.sql
--
-- Each of the four names is a login, which is made if it does not exist; leave out those that you do not need. They get no password here:
-- give them one with \password NAME, or let pg_hba.conf say how they come in. What each may do is told in deploy/RIGHTS.md.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?owner} \else \set owner '' \endif
\if :{?batch} \else \set batch '' \endif
\if :{?reader} \else \set reader '' \endif
\if :{?backup} \else \set backup '' \endif

BEGIN;
SET LOCAL client_min_messages = warning;

-- The three roles. They belong to the whole server, so another database may have them already.
SELECT format('CREATE ROLE %I NOLOGIN', roles.name)
FROM unnest(ARRAY['followup_owner', 'followup_batch', 'followup_reader']) AS roles (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname = roles.name)
\gexec

-- The logins.
SELECT format('CREATE ROLE %I LOGIN', logins.name)
FROM (
  SELECT DISTINCT given.name
  FROM unnest(ARRAY[:'owner', :'batch', :'reader', :'backup']) AS given (name)
) AS logins
WHERE logins.name <> ''
  AND NOT EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname = logins.name)
\gexec

-- For whom each may act. The night reads its reports as followup_reader.
SELECT format('GRANT %I TO %I', granted.role, granted.login)
FROM (
  VALUES
    ('followup_owner', :'owner'),
    ('followup_batch', :'batch'),
    ('followup_reader', :'batch'),
    ('followup_reader', :'reader'),
    ('pg_read_all_data', :'backup')
) AS granted (role, login)
WHERE granted.login <> ''
\gexec

-- What the owner makes belongs to followup_owner, whoever that login is by then.
SELECT format('ALTER ROLE %I IN DATABASE %I SET role = followup_owner', :'owner', current_database())
WHERE :'owner' <> ''
\gexec

-- A backup is of all agencies.
SELECT format('ALTER ROLE %I BYPASSRLS', :'backup')
WHERE :'backup' <> ''
\gexec

-- The database, and whatever the program has in it already, is the owner's.
SELECT format('ALTER DATABASE %I OWNER TO followup_owner', current_database())
\gexec
GRANT USAGE, CREATE ON SCHEMA public TO followup_owner;
SELECT format(
  'ALTER %s %s OWNER TO followup_owner',
  CASE pg_class.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
  pg_class.oid::regclass
)
FROM pg_class
WHERE pg_class.relnamespace = 'public'::regnamespace
  AND pg_class.relkind IN ('r', 'p', 'v', 'S')
  -- A sequence of a column goes with its table, what an extension made is the extension's.
  AND NOT EXISTS (
    SELECT FROM pg_depend
    WHERE pg_depend.classid = 'pg_class'::regclass
      AND pg_depend.objid = pg_class.oid
      AND pg_depend.deptype IN ('a', 'i', 'e')
      AND (pg_class.relkind = 'S' OR pg_depend.deptype = 'e')
  )
\gexec
SELECT format('ALTER ROUTINE %s OWNER TO followup_owner', pg_proc.oid::regprocedure)
FROM pg_proc
WHERE pg_proc.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (
    SELECT FROM pg_depend
    WHERE pg_depend.classid = 'pg_proc'::regclass
      AND pg_depend.objid = pg_proc.oid
      AND pg_depend.deptype = 'e'
  )
\gexec

-- Tables of later migrations, as those of the first.
ALTER DEFAULT PRIVILEGES FOR ROLE followup_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO followup_batch;
ALTER DEFAULT PRIVILEGES FOR ROLE followup_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO followup_batch;
ALTER DEFAULT PRIVILEGES FOR ROLE followup_owner IN SCHEMA public
  GRANT SELECT ON TABLES TO followup_reader;

COMMIT;

SELECT
  pg_roles.rolname AS login,
  string_agg(acted.rolname, ', ' ORDER BY acted.rolname) AS acts_for,
  pg_roles.rolbypassrls AS sees_all_agencies
FROM pg_roles
JOIN pg_auth_members
  ON pg_auth_members.member = pg_roles.oid
JOIN pg_roles AS acted
  ON acted.oid = pg_auth_members.roleid
WHERE pg_roles.rolname IN (:'owner', :'batch', :'reader', :'backup')
GROUP BY
  pg_roles.rolname,
  pg_roles.rolbypassrls
ORDER BY pg_roles.rolname;
