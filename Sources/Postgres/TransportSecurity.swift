import CLibPQ
import Foundation

/// Decides whether a connection needs `sslmode=verify-full` where libpq's own default, `prefer`, would accept any server and no encryption.
enum TransportSecurity {
  /// What libpq would connect with.
  struct Target: Equatable {
    /// Host names or socket directories, separated by commas.
    var host: String
    /// Addresses that replace the hosts, place by place.
    var hostAddress: String
    /// The mode in force, from any source.
    var mode: String
    /// Whether the connection string itself or `PGSSLMODE` gives the mode.
    var isModeExplicit: Bool
  }

  /// The mode to put before the connection string, which may still override it; nil leaves the choice to libpq.
  ///
  /// A service that says `sslmode=prefer` cannot be told from one that says nothing, and gets `verify-full`: who really wants `prefer` writes it
  /// into the connection string.
  static func defaultMode(for target: Target) -> String? {
    guard !target.isModeExplicit, target.mode == "prefer" else { return nil }
    let addresses = target.hostAddress.split(separator: ",", omittingEmptySubsequences: false)
    let hosts = target.host.split(separator: ",", omittingEmptySubsequences: false)
    let isLocal = (0..<max(addresses.count, hosts.count)).allSatisfy { index in
      let address = index < addresses.count ? addresses[index] : ""
      let host = index < hosts.count ? hosts[index] : ""
      return isOnThisMachine(String(address.isEmpty ? host : address))
    }
    return isLocal ? nil : "verify-full"
  }

  /// A Unix socket, `localhost`, 127.0.0.0/8 or ::1.
  private static func isOnThisMachine(_ host: String) -> Bool {
    if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host.lowercased() == "localhost" { return true }
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
    var six = in6_addr()
    guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
    return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
  }

  /// Asks libpq what it would connect with, without connecting.
  ///
  /// libpq merges connection string, service, environment and defaults when a connection starts. It checks the ports before it looks up a name or
  /// touches the network, so a list of ports that fits no list of hosts lets it merge and stop.
  static func target(conninfo: String, environment: [String: String]) throws -> Target {
    try refuseAmbiguousURL(conninfo)
    let impossiblePorts = String(repeating: "1,", count: 999) + "1"
    let probe = withParameters([("dbname", conninfo), ("port", impossiblePorts)]) { PQconnectStartParams($0, $1, 1) }
    defer { PQfinish(probe) }
    let merged = options(PQconninfo(probe))
    // After a string or a service that libpq cannot read, nothing is merged; otherwise there always is a mode.
    guard case .some(.some(let mode)) = merged["sslmode"], let host = merged["host"], let address = merged["hostaddr"]
    else {
      throw PostgresError(.connection, withoutSecrets(Link.message(of: probe), of: conninfo))
    }
    let isString = conninfo.hasPrefix("postgres://") || conninfo.hasPrefix("postgresql://") || conninfo.contains("=")
    let written = isString ? options(PQconninfoParse(conninfo, nil)) : [:]
    return Target(
      host: host ?? "",
      hostAddress: address ?? "",
      mode: mode,
      isModeExplicit: written["sslmode"]?.map { !$0.isEmpty } == true
        || environment["PGSSLMODE"].map { !$0.isEmpty } == true
    )
  }

  /// Refuses a URL in which libpq would take a part of the password for a host, a port or a database, and name it as such.
  private static func refuseAmbiguousURL(_ conninfo: String) throws {
    guard let scheme = ["postgres://", "postgresql://"].first(where: conninfo.hasPrefix) else { return }
    let rest = conninfo.dropFirst(scheme.count)
    let place = rest.prefix { !"/?#".contains($0) }
    guard rest.contains("@"), rest.filter({ $0 == "@" }).count > 1 || !place.contains("@") else { return }
    throw PostgresError(
      .connection,
      "the database's URL cannot be read: in user and password write @ as %40, / as %2F, ? as %3F, # as %23 and : as %3A"
    )
  }

  /// What libpq says of a string it cannot read quotes the place, which may be a password, unless it is the name of a service, of an option
  /// that it knows, or of one that it does not know in a string without a password that it could be a part of.
  static func withoutSecrets(_ message: String, of conninfo: String) -> String {
    if message.contains("definition of service") { return message }
    let place = conninfo.split(separator: "//", maxSplits: 1).last?.prefix { !"/?#".contains($0) } ?? ""
    let mayBePassword = conninfo.contains("password") || (place.contains(":") && !place.contains("@"))
    if !mayBePassword, message.contains("connection option \"") || message.contains("query parameter: \""),
      !message.contains("value")
    {
      return message
    }
    let known = Set(options(PQconndefaults()).keys)
    return message.replacing(/"([^"]*)"/.dotMatchesNewlines()) { match in
      known.contains(String(match.output.1)) ? "\"\(match.output.1)\"" : "\"…\""
    }
  }

  /// Copies and frees a list of libpq's options.
  private static func options(_ list: UnsafeMutablePointer<PQconninfoOption>?) -> [String: String?] {
    guard let list else { return [:] }
    defer { PQconninfoFree(list) }
    var result: [String: String?] = [:]
    var option = list
    while let keyword = option.pointee.keyword {
      result[String(cString: keyword)] = .some(option.pointee.val.map { String(cString: $0) })
      option += 1
    }
    return result
  }

  /// Lends libpq two arrays of C strings that end with NULL.
  static func withParameters<R>(
    _ parameters: [(String, String)],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?) -> R
  ) -> R {
    withTexts(parameters.map(\.0) + [nil]) { keywords in
      withTexts(parameters.map(\.1) + [nil]) { values in body(keywords.baseAddress, values.baseAddress) }
    }
  }
}
