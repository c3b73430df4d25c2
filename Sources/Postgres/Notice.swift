/// What the server says besides its answers: NOTICE, WARNING and the like.
public struct Notice: Sendable, Equatable {
  /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`, never translated.
  public let severity: String
  /// The SQLSTATE.
  public let code: String?
  /// The primary message.
  public let message: String
  /// More about it; may contain values.
  public let detail: String?
  /// What to do about it.
  public let hint: String?

  init(severity: String, code: String? = nil, message: String, detail: String? = nil, hint: String? = nil) {
    self.severity = severity
    self.code = code
    self.message = message
    self.detail = detail
    self.hint = hint
  }
}
