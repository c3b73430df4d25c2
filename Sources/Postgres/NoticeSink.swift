import CLibPQ

/// Carries notices from libpq's C callback to the handler.
final class NoticeSink: Sendable {
  private let handler: @Sendable (Notice) -> Void

  init(_ handler: @escaping @Sendable (Notice) -> Void) {
    self.handler = handler
  }

  /// The callback; its first argument is an unretained `NoticeSink`, its result belongs to libpq.
  static let receiver: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void = { argument, result in
    guard let argument, let message = DiagnosticField.message.text(in: result) else { return }
    Unmanaged<NoticeSink>.fromOpaque(argument).takeUnretainedValue().handler(
      Notice(
        // libpq's own notices have none.
        severity: DiagnosticField.severity.text(in: result) ?? "NOTICE",
        code: DiagnosticField.code.text(in: result),
        message: message,
        detail: DiagnosticField.detail.text(in: result),
        hint: DiagnosticField.hint.text(in: result)
      )
    )
  }
}
