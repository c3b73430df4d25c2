import CLibPQ
import Foundation

extension Connection {
  /// The `PG*` variables with which another program that uses libpq connects to the same place as this connection: what its string, the
  /// service, the environment and the defaults came to. They may hold a password, and so belong into an environment and never into an
  /// argument.
  ///
  /// Names of files are absolute, since that program may run in another folder. `HOME` is there too, where libpq looks for more of them.
  public func programEnvironment() throws -> [String: String] {
    guard let link, let options = PQconninfo(link.raw) else {
      throw PostgresError(.connection, "the connection is closed")
    }
    defer { PQconninfoFree(options) }
    let own = ProcessInfo.processInfo.environment
    var environment: [String: String] = [:]
    environment["HOME"] = own["HOME"]
    var option = options
    while option.pointee.keyword != nil {
      if let name = option.pointee.envvar, let value = option.pointee.val {
        environment[String(cString: name)] = String(cString: value)
      }
      option += 1
    }
    // The service is part of what the others say by now.
    environment["PGSERVICE"] = nil
    let files = ["PGPASSFILE", "PGSSLCERT", "PGSSLKEY", "PGSSLROOTCERT", "PGSSLCRL", "PGSSLCRLDIR"]
    for name in files {
      guard let path = environment[name], !path.isEmpty, path != "system", !path.hasPrefix("/") else { continue }
      environment[name] = FileManager.default.currentDirectoryPath + "/" + path
    }
    return environment
  }
}

extension Connection.Settings {
  /// Whether a connection string holds a password.
  public static func holdsPassword(_ conninfo: String) -> Bool {
    guard let options = PQconninfoParse(conninfo, nil) else { return false }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if String(cString: keyword).hasSuffix("password"), let value = option.pointee.val, value.pointee != 0 {
        return true
      }
      option += 1
    }
    return false
  }
}
