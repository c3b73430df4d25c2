import Catalog
import FollowUpEngine
import Foundation
import Mail
import Postgres

/// Looks at what others could read on its way, and at what the program could do that it need not.
struct SecurityDiagnostics {
  let bootstrap: Bootstrap

  /// Who logs in to the database, and how the connection is kept from others.
  func login(_ visit: inout Diagnostics, _ connection: Connection, _ catalog: Catalog) async throws {
    guard !bootstrap.usesPrivateServer,
      let row = try await connection.query(Statements(catalog).doctorLogin()).first
    else { return }
    if row.isSuperuser, row.actsForAnother {
      visit.trouble(
        "rights",
        "\(row.login), who logs in, is a superuser: only its SET ROLE keeps it to one agency",
        "log in as somebody who is not; deploy/roles.sql makes such logins"
      )
    }
    if row.isLocal || row.isEncrypted {
      let words = row.isEncrypted ? "the connection to the database uses TLS" : "the database is on this machine"
      visit.fine("encryption", words)
    } else {
      visit.trouble(
        "encryption",
        "the connection to the database crosses a network without TLS",
        "set ssl = on at the server, and sslmode=verify-full in database.url"
      )
    }
  }

  /// The mail server, as it is configured.
  func mail(_ visit: inout Diagnostics, _ server: MailServer) {
    look(at: server, "mail", "what is sent to \(server.host)", &visit)
  }

  /// The watcher on the web, whose URL anybody who reads it may call.
  func watcher(_ visit: inout Diagnostics) {
    if let url = bootstrap.settings["metrics.ping_url"], url.lowercased().hasPrefix("http://"),
      let host = URLComponents(string: url)?.host, !["localhost", "127.0.0.1", "[::1]", "::1"].contains(host)
    {
      visit.trouble(
        "encryption",
        "metrics.ping_url, which is a secret, is called without TLS at \(host)",
        "write https:// if the watcher offers it"
      )
    }
  }

  /// The server of the inbox.
  func inbox(_ visit: inout Diagnostics, _ server: MailServer) {
    look(at: server, "inbox", "what is read at \(server.host)", &visit)
  }

  private func look(at server: MailServer, _ part: String, _ what: String, _ visit: inout Diagnostics) {
    guard server.isExposed else { return }
    visit.trouble(
      "encryption",
      "\(what) may cross a network without TLS, or with TLS that nobody verifies (\(part).tls: \(server.tls.rawValue))",
      "set \(part).tls: required, and \(part).ca_file where the server has a certificate of its own"
    )
  }
}
