/// What the engine could not do, why, and what to do about it. Its kind decides the exit code.
public struct FollowUpError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The exit codes of the interface, by cause.
  public enum Kind: Int32, Sendable {
    /// The work failed.
    case failed = 1
    /// Some items failed; they were named.
    case partial = 3
    /// The command was not understood.
    case usage = 64
    /// The input was bad.
    case badData = 65
    /// The database or the mail server could not be reached.
    case unreachable = 69
    /// An output could not be written.
    case output = 74
    /// Another run holds the lock.
    case locked = 75
    /// The configuration or a definition is wrong.
    case configuration = 78
  }

  /// The cause.
  public let kind: Kind
  /// What was wrong, and where.
  public let message: String
  /// What to do.
  public let remedy: String?

  /// An error.
  public init(_ kind: Kind, _ message: String, remedy: String? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }

  /// The message, then what to do.
  public var description: String { remedy.map { "\(message); \($0)" } ?? message }
}
