import Postgres

extension PostgresError {
  /// What to do about a database that cannot be reached.
  var connectionRemedy: String {
    let words = message.lowercased()
    if words.contains("root certificate file") || words.contains("certificate verify failed") {
      return "name the file with the certificate of whoever signed the server's, as sslrootcert in database.url "
        + "or as PGSSLROOTCERT (of a public authority: /etc/ssl/certs/ca-certificates.crt)"
    }
    if words.contains("no password supplied") || words.contains("password authentication failed") {
      return "give the password of this login as PGPASSWORD, or in ~/.pgpass "
        + "(HOST:PORT:DATABASE:LOGIN:PASSWORD, mode 0600)"
    }
    if words.contains(/(role|database) ".*" does not exist/) {
      return "the server's administrator makes it (createdb; deploy/roles.sql for the logins); "
        + "or let database.url name another one"
    }
    return "check that it runs and that database.url or PGHOST names it"
  }
}
