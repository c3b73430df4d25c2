/// Why a message could not be built, or a channel could not be used. The text says what was wrong, where, and what to do;
/// it never holds a password.
public enum MailError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The server or the folder could not be used now: nothing is wrong with any message.
  case unreachable(String)
  /// The channel's settings cannot work, independent of the server.
  case settings(String)
  /// An address, a header or a message that no mail can be made of.
  case invalid(String)
  /// Bytes that are not a message.
  case unreadable(String)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unreachable(let text), .settings(let text), .invalid(let text), .unreadable(let text): text
    }
  }
}
