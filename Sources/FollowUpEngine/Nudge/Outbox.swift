import Foundation
import Mail
import Postgres
public import Tabular

/// The messages of an agency for people who look at them: what would go out, and what waits for a decision.
public struct Outbox: Sendable {
  let session: AgencySession

  /// The outbox of an agency.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// How many recipients a run would send to now (verdict go) or hold back (paused, quiet, cap, unplanned, nobody), by verdict; sends nothing.
  public func previewCounts() async throws -> [String: Int] {
    let statement = try previewStatement()
    return try await session.transaction { connection in
      try connection.query(statement).reduce(into: [:]) { counts, row in
        counts[row.verdict, default: 0] += 1
      }
    }
  }

  private func previewStatement() throws -> Query<Statements.NudgePreview> {
    try session.statements.nudgePreview(
      escalations: try session.catalog.escalations(),
      rules: try session.catalog.ruleFacts()
    )
  }

  /// Writes what a run would send now (verdict go) and hold back (paused, quiet, cap, unplanned, nobody), one row per recipient, and sends nothing.
  public func preview(format: Format, output: Output, options: SinkOptions) async throws {
    try await StatementTable(session).write(
      try previewStatement().statement,
      title: "nudges",
      format: format,
      output: output,
      options: options
    )
  }

  /// Settles a message that is not to be sent: its nudges count as used up and never go out.
  /// - Throws: `FollowUpError` of kind usage when that message does not exist, or it does not wait for a decision.
  public func drop(_ message: Int) async throws {
    let statement = try session.statements.nudgeDrop(message: message)
    let dropped = try await session.transaction { connection in try connection.execute(statement) }
    guard dropped == 1 else { throw try await refusal(message, to: "dropped") }
  }

  /// Messages that failed or are uncertain, in words that say what to do.
  public func unsettled() async throws -> [String] {
    try await unsettledMessages().map(\.words)
  }

  /// All that is not as it should be, one line each: what failed or is uncertain, what a dead sender may hold, and what waits because
  /// a server refused it, with what the server said.
  public func troubles() async throws -> [String] {
    let waiting = try await waiting()
    var lines = try await unsettled() + held(besides: nil)
    if waiting.queued > 0, let reason = waiting.reason {
      lines.append(
        "\(Self.counted(waiting.queued)) in the outbox: \(reason); once that is fixed, run followup nudge to send what waits"
      )
    }
    return lines
  }

  /// A message that waits for a person.
  struct Unsettled: Sendable {
    let id: Int
    let words: String
  }

  func unsettledMessages() async throws -> [Unsettled] {
    let statement = try session.statements.nudgeUnsettled()
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        Unsettled(
          id: row.messageID,
          words: Outbox.trouble(message: row.messageID, state: row.state, to: row.recipientAddress, reason: row.error)
        )
      }
    }
  }

  /// Messages in the hands of senders that may be dead, in words that say what to do.
  func held(besides claim: UUID?) async throws -> [String] {
    let statement = try session.statements.nudgeHeld(claim: claim)
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        "message \(row.messageID) is \(row.state) by a sender that "
          + "\(row.isOver ? "is dead" : "is at work or dead"); "
          + "run followup nudge to settle it\(row.isOver ? "" : " in \(Nudger.leaseSeconds) seconds")"
      }
    }
  }

  /// How many messages are queued, how many of them may be tried now, and what the last refusal among them was.
  func waiting() async throws -> (queued: Int, ready: Int, reason: String?) {
    let statement = try session.statements.nudgeWaiting()
    return try await session.transaction { connection in
      guard let row = try connection.query(statement).first else { return (0, 0, nil) }
      return (row.queued, row.ready, row.reason)
    }
  }

  /// That nothing can be sent now, and why.
  func unreachable(_ reason: String) async throws -> FollowUpError {
    FollowUpError(
      .unreachable,
      "no mail can be sent: \(reason); \(Self.counted(try await waiting().queued)) in the outbox",
      remedy: "correct that and run followup nudge again; nothing is lost, and nothing is sent twice"
    )
  }

  private static func counted(_ count: Int) -> String { count == 1 ? "1 message waits" : "\(count) messages wait" }

  /// Why a message cannot be settled that way.
  func refusal(_ message: Int, to verb: String) async throws -> FollowUpError {
    let statement = try session.statements.nudgeState(message: message)
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else {
      return FollowUpError(
        .usage,
        "the message \(message) does not exist",
        remedy: "followup doctor lists those that wait for a decision"
      )
    }
    return FollowUpError(
      .usage,
      "message \(message) cannot be \(verb): it is \(row.state)",
      remedy: ["uncertain", "failed"].contains(row.state)
        ? "its recipient has no usable address, or may no longer be written to; correct the address, or run followup nudge --drop \(message)"
        : "only messages that are uncertain or failed wait for a decision"
    )
  }

  /// Without the recipient: such lines come into logs. `followup report messages` says whose message it is.
  static func trouble(message: Int, state: String, to address: String, reason: String?) -> String {
    let advice =
      state == "uncertain"
      ? "check whether it arrived, then run followup nudge --drop \(message), or --resend \(message) to send it again"
      : "run followup nudge --resend \(message) once that is fixed, or --drop \(message)"
    let why = reason?.without(recipient: address) ?? "no reason is known"
    return "message \(message) is \(state): \(why); \(advice); followup report messages shows the recipient"
  }
}
