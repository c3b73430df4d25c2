/// Why the private PostgreSQL could not be found, started, stopped or removed.
public struct LocalPostgresError: Error, CustomStringConvertible, Sendable {
  /// What kind of trouble it is, for choosing an exit code.
  public enum Kind: Sendable, Equatable {
    /// No PostgreSQL server is installed, or none that this program can use.
    case missingServer
    /// The folder holds a cluster of another major version than the installed server.
    case otherVersion
    /// The folder, or one above it, may not be read, entered or written.
    case permission
    /// The disk is full.
    case diskFull
    /// The folder is not one that this program made.
    case foreignFolder
    /// Another process has been working on the same folder for too long.
    case busy
    /// Anything else: the server's own words are in `where`.
    case failed
  }

  /// What kind of trouble it is.
  public let kind: Kind
  /// What was wrong, in one sentence.
  public let what: String
  /// Where: a path, and the last lines of the server's log when it has something to say.
  public let `where`: String?
  /// What to do about it.
  public let remedy: String

  init(_ kind: Kind, _ what: String, where place: String? = nil, remedy: String) {
    self.kind = kind
    self.what = what
    self.where = place
    self.remedy = remedy
  }

  /// What was wrong, where, and what to do: a line each.
  public var description: String {
    ([what] + [self.where, remedy].compactMap(\.self)).joined(separator: "\n")
  }
}

extension LocalPostgresError {
  /// Turns what PostgreSQL's programs print into an error with a remedy: a full disk and a missing permission have
  /// their own, anything else is quoted.
  static func reported(_ what: String, output: String, place: String) -> LocalPostgresError {
    let tail = output.split(separator: "\n").suffix(12).map { "  \($0)" }.joined(separator: "\n")
    let place = tail.isEmpty ? place : "\(place):\n\(tail)"
    if output.contains("No space left on device") || output.contains("Disk quota exceeded") {
      return .init(
        .diskFull,
        what,
        where: place,
        remedy: "Free some disk space, or set FOLLOWUP_DATA to a folder on a larger disk."
      )
    }
    if output.contains("Permission denied") || output.contains("Read-only file system")
      || output.contains("Operation not permitted")
    {
      return .init(
        .permission,
        what,
        where: place,
        remedy: "Make the folder writable for its owner, or set FOLLOWUP_DATA to one that is."
      )
    }
    return .init(
      .failed,
      what,
      where: place,
      remedy: "The lines above are PostgreSQL's own; or configure a database of yours (database.url, PGHOST)."
    )
  }
}
