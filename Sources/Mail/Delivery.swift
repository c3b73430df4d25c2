/// What a delivery came to.
///
/// The boundary is the final dot, the end of the message in SMTP: until it is handed over a server has accepted nothing;
/// after it, only the server's answer tells.
public enum Delivery: Sendable, Equatable {
  /// The server took the message over; `reply` is what it said.
  case sent(reply: String)
  /// The message is certainly not on its way. `retryable`: whether trying again, later and unchanged, may succeed
  /// (4xx, a connection or login that failed: yes; 5xx to this message: no).
  case notSent(reason: String, retryable: Bool)
  /// The server refused us, not the message, which is certainly not on its way. `isCertain`: no message can leave before that is fixed
  /// (MAIL FROM was refused, a login or encryption is wanted). Else a recipient was refused for what we are (5.7.x): about us if it
  /// meets several in a row, else about that recipient.
  case refused(reason: String, isCertain: Bool)
  /// The end of the message was handed over and no answer was seen: it may or may not be on its way. Never repeat it without asking.
  case uncertain(reason: String)
}

/// A way by which messages leave, used for a whole run, one message after the other.
public protocol MailChannel: AnyObject, Sendable {
  /// The channel for people: its kind and where it leads, without secrets.
  var name: String { get }

  /// Sees to it that messages can be delivered: connects and logs in, or makes the folders.
  /// - Throws: `MailError.unreachable`, or `CancellationError` when the task was cancelled.
  func prepare() async throws

  /// Delivers one message. Everything that goes wrong is told in the result.
  /// Cancelling the task stops a delivery before the final dot (`notSent`, retryable), never after it.
  func deliver(_ message: Message) async -> Delivery

  /// Says goodbye to the server. The channel can be used again; it then connects again.
  func close() async

  /// One more channel to the same place, not yet connected, to be used beside this one; nil: more than one gain nothing.
  func another() -> (any MailChannel)?
}

extension MailChannel {
  /// None.
  public func another() -> (any MailChannel)? { nil }
}
