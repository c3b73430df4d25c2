import Foundation
import Glibc

/// Where the private PostgreSQL lies when nobody says.
///
/// $FOLLOWUP_DATA, else `followup/postgres` in the user's data folder ($XDG_DATA_HOME, ~/.local/share). For root, whose
/// home other users may not enter, and so not the server either: /var/lib/followup/postgres; with a home or data folder
/// other than root's own, a folder beside that for each, so that two of them never share a server.
struct DefaultFolder {
  let environment: [String: String]

  func path() throws -> String {
    if let folder = environment["FOLLOWUP_DATA"], !folder.isEmpty { return Files.canonical(folder) }
    let preferred = Files.canonical(try userData() + "/followup/postgres")
    guard geteuid() == 0 else { return preferred }
    let system = systemFolder(insteadOf: preferred)
    if ClusterFolder(path: preferred).isOurs { return preferred }
    if ClusterFolder(path: system).isOurs { return system }
    let user = try ServerUser.choose(ownerOfData: nil)
    return try user.firstClosedFolder(towards: preferred) == nil ? preferred : system
  }

  private func userData() throws -> String {
    if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") { return folder }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.local/share" }
    if let home = Self.registeredHome() { return home + "/.local/share" }
    throw LocalPostgresError(
      .permission,
      "the private PostgreSQL has no home folder to be kept in",
      remedy: "set HOME or FOLLOWUP_DATA, or configure a database (database.url, PGHOST)"
    )
  }

  private func systemFolder(insteadOf preferred: String) -> String {
    let usual = Self.registeredHome().map { Files.canonical($0 + "/.local/share/followup/postgres") }
    let suffix = preferred == usual ? "" : "-" + shortDigest(preferred)
    return "/var/lib/followup/postgres" + suffix
  }

  private static func registeredHome() -> String? {
    guard let entry = getpwuid(getuid())?.pointee else { return nil }
    return String(cString: entry.pw_dir)
  }
}

/// Sixteen hexadecimal digits that stand for a path in a shorter one (FNV-1a: the same in every process and version).
func shortDigest(_ text: String) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
