-- statement: doctor_login
-- summary: Who logs in, and whether what goes to and fro can be read on the way; behind a pooler that is the pooler's own connection.
SELECT
  session_user AS login,
  session_user <> current_user AS acts_for_another,
  coalesce((SELECT pg_roles.rolsuper FROM pg_roles WHERE pg_roles.rolname = session_user), false) AS is_superuser,
  coalesce(
    (SELECT pg_stat_ssl.ssl FROM pg_stat_ssl WHERE pg_stat_ssl.pid = pg_backend_pid()),
    false
  ) AS is_encrypted,
  coalesce(
    inet_client_addr() <<= '127.0.0.0/8' OR inet_client_addr() = '::1' OR inet_client_addr() = inet_server_addr(),
    true
  ) AS is_local
