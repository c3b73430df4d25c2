import Foundation

/// The server's configuration, written again at each start. A user's own settings go in with ALTER SYSTEM, which wins.
struct ServerConfiguration {
  let socketFolder: String
  let accessFile: String
  let locale: String
  let settings: [String: String]

  /// Who may connect: everybody who can reach the socket, see `SocketFolder`; nobody from the network.
  static let access = """
    # Written by followup. The server listens on no network, only on a socket in a folder
    # that nobody but its own user and root may enter; so inside it nothing more is asked.
    local all all trust
    local replication all trust

    """

  var text: String {
    var values: [String: String] = [
      "listen_addresses": "",
      "unix_socket_directories": socketFolder,
      "unix_socket_permissions": "0700",
      "port": String(SocketFolder.port),
      "hba_file": accessFile,
      "cluster_name": "followup",
      "shared_buffers": "128MB",
      "max_connections": "100",
      // Files instead of POSIX shared memory: containers give little of that, and systemd takes it away when the
      // user who started the server logs out.
      "dynamic_shared_memory_type": "mmap",
      "timezone": "UTC",
      "log_timezone": "UTC",
      "log_line_prefix": "%m [%p] %d ",
      // People's data (values in DETAIL and in statements) stays out of the log.
      "log_error_verbosity": "terse",
      "log_min_error_statement": "panic",
      "default_text_search_config": "pg_catalog.simple",
    ]
    for kind in ["messages", "monetary", "numeric", "time"] { values["lc_\(kind)"] = locale }
    values.merge(settings) { $1 }
    let lines = values.sorted { $0.key < $1.key }
      .map { "\($0.key) = '\(Self.quoted($0.value))'" }
    return "# Written by followup at each start of its private PostgreSQL.\n" + lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ value: String) -> String {
    value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "''")
  }

  /// Refuses a name or value that would be read as something else than one setting.
  static func check(_ settings: [String: String]) throws {
    for (name, value) in settings {
      let plain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
      guard !name.isEmpty, plain, !value.contains(where: \.isNewline) else {
        throw LocalPostgresError(
          .failed,
          "not a PostgreSQL setting: \(name) = \(value)",
          remedy: "correct its name or value"
        )
      }
    }
  }
}
