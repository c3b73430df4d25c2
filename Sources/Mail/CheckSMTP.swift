/// Connects to a mail server as for a delivery, encrypts, logs in and says goodbye, sending nothing.
/// - Returns: one line on what the server is and offers.
/// - Throws: `MailError.unreachable` with what went wrong and what to do; `CancellationError`.
public func checkSMTP(_ settings: SMTPSettings) async throws -> String {
  let channel = SMTPChannel(settings)
  do {
    let found = try await channel.check()
    await channel.close()
    return found
  } catch {
    await channel.close()
    throw error
  }
}

extension SMTPChannel {
  fileprivate func check() async throws -> String {
    let cancellation = Cancellation()
    let found = try await withTaskCancellationHandler {
      try await connect(cancellation).summary
    } onCancel: {
      cancellation.raise()
    }
    return "\(name) " + found
  }
}

extension SMTPConversation {
  fileprivate var summary: String {
    let encryption =
      settings.server.implicitTLS
      ? "TLS" : startedTLS ? "STARTTLS" : offers("STARTTLS") ? "STARTTLS offered, not used" : "no encryption"
    let trust =
      settings.server.implicitTLS || startedTLS
      ? (settings.server.verifies ? ", certificate verified" : ", certificate not verified") : ""
    let login = settings.server.user.map { loggedIn ? "logged in as \($0)" : "not logged in" } ?? "no login"
    let greeted = SMTPFailure.shown(Reply(code: 220, text: greeting ?? "220"))
    return "answers “\(greeted)”: \(encryption)\(trust); \(login); offers \(offers.joined(separator: ", "))"
  }
}
