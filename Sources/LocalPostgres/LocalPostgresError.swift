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
    /// Anything else: `said` may tell more.
    case failed
  }

  /// What kind of trouble it is.
  public let kind: Kind
  /// What was wrong, in one sentence.
  public let what: String
  /// Where: a path.
  public let `where`: String?
  /// What to do about it.
  public let remedy: String
  /// The last lines of what PostgreSQL or the system said of it; nil: nothing.
  public let said: String?

  init(_ kind: Kind, _ what: String, where place: String? = nil, remedy: String, said: String? = nil) {
    self.kind = kind
    self.what = what
    self.where = place
    self.remedy = remedy
    self.said = said
  }

  /// `where: what; remedy`, and on lines of their own what PostgreSQL or the system said.
  public var description: String {
    (self.where.map { "\($0): " } ?? "") + "\(what); \(remedy)" + (said.map { "\n\($0)" } ?? "")
  }
}

extension LocalPostgresError {
  /// Turns what PostgreSQL's programs print into an error with a remedy: a full disk and a missing permission have
  /// their own, anything else is quoted.
  static func reported(_ what: String, output: String, place: String? = nil) -> LocalPostgresError {
    let lines = output.split(separator: "\n").suffix(12).map { "  \($0)" }
    let said = lines.isEmpty ? nil : lines.joined(separator: "\n")
    func error(_ kind: Kind, remedy: String) -> LocalPostgresError {
      LocalPostgresError(kind, what, where: place, remedy: remedy, said: said)
    }
    if output.contains("No space left on device") || output.contains("Disk quota exceeded") {
      return error(.diskFull, remedy: "free some disk space, or set FOLLOWUP_DATA to a folder on a larger disk")
    }
    if output.contains("Permission denied") || output.contains("Read-only file system")
      || output.contains("Operation not permitted")
    {
      return error(.permission, remedy: "make the folder writable for its owner, or set FOLLOWUP_DATA to one that is")
    }
    let own = "configure a database of your own (database.url, PGHOST)"
    return error(.failed, remedy: said == nil ? "try again, or \(own)" : "correct what is said below, or \(own)")
  }
}
