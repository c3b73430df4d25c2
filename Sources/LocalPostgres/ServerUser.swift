import Foundation
import Glibc

/// The system user that the server runs as.
///
/// PostgreSQL refuses to run as root. An ordinary user runs the server as itself; root runs it as the owner of an
/// existing cluster, else as `postgres`, else as `nobody`.
struct ServerUser: Equatable {
  let id: uid_t
  let group: gid_t
  let name: String
  /// True when it is not the calling user, so that programs have to be started under its name.
  let isAnother: Bool

  static func choose(ownerOfData owner: uid_t?) throws -> ServerUser {
    let caller = geteuid()
    if caller != 0 {
      return ServerUser(id: caller, group: getegid(), name: name(of: caller) ?? String(caller), isAnother: false)
    }
    if let owner, owner != 0, let entry = getpwuid(owner)?.pointee {
      return ServerUser(id: owner, group: entry.pw_gid, name: String(cString: entry.pw_name), isAnother: true)
    }
    for name in ["postgres", "nobody"] {
      if let entry = getpwnam(name)?.pointee, entry.pw_uid != 0 {
        return ServerUser(id: entry.pw_uid, group: entry.pw_gid, name: name, isAnother: true)
      }
    }
    throw LocalPostgresError(
      .permission,
      "PostgreSQL does not run as root, and this machine has no user `postgres` or `nobody` to run it as",
      remedy: "run this as an ordinary user, or add one: useradd --system postgres"
    )
  }

  static func name(of user: uid_t) -> String? {
    guard let entry = getpwuid(user)?.pointee else { return nil }
    return String(cString: entry.pw_name)
  }

  /// The same program, run as this user: same process id, no other groups, and nothing to gain by set-user-id files.
  func run(_ command: Command) -> Command {
    guard isAnother else { return command }
    let words = ["--reuid=\(id)", "--regid=\(group)", "--clear-groups", "--no-new-privs", "--"]
    return Command("setpriv", words + [command.executable] + command.arguments, environment: command.environment)
  }

  /// The first folder on the way to `path` (itself included) that this user may not enter, among those that exist.
  func firstClosedFolder(towards path: String) throws -> String? {
    guard isAnother else { return nil }
    var folders: [String] = []
    var folder = path
    while folder != "/" {
      if Files.exists(folder) { folders.insert(folder, at: 0) }
      folder = (folder as NSString).deletingLastPathComponent
    }
    let test = "for folder do [ -x \"$folder\" ] || { echo \"$folder\"; exit 1; }; done"
    let output = try run(Command("/bin/sh", ["-c", test, "sh"] + folders)).run()
    if output.status == 0 { return nil }
    guard output.standardError.isEmpty else {
      throw LocalPostgresError.reported(
        "could not become the user \(name), which PostgreSQL has to run as",
        output: output.standardError,
        place: "setpriv"
      )
    }
    return output.standardOutput.trimmingCharacters(in: .newlines)
  }
}
