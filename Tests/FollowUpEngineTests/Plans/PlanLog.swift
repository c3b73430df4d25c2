import Foundation
import Postgres
import Synchronization
import TestSupport

/// A statement that ran: which files it was made of, and the tables that its plan, or that of a function or trigger in
/// it, reads from end to end.
struct Seen: Sendable {
  /// The files by their first lines, `statement plan_batch`; the first is the statement's own, the others are in it.
  let files: [String]
  /// Tables under a sequential scan.
  let scanned: Set<String>
}

/// What auto_explain says of every statement of a session, as the server planned it with the values that the program bound.
final class PlanLog: Sendable {
  private struct Heard {
    var plans: [String] = []
    /// Since the last statement of a file: functions are called often, and do the same each time.
    var within: Set<String> = []
  }

  private let heard = Mutex(Heard())

  /// To be a connection's handler of notices.
  func hear(_ notice: Notice) {
    guard notice.message.hasPrefix("duration: "), let start = notice.message.firstIndex(of: "{") else { return }
    let plan = String(notice.message[start...])
    let isFile = plan.contains("-- summary: ")
    heard.withLock { heard in
      if isFile { heard.within = [] } else if !heard.within.insert(plan).inserted { return }
      heard.plans.append(plan)
    }
  }

  /// Whether a session tells its plans.
  static func listen(_ listens: Bool, on connection: Connection) async throws {
    try await connection.executeScript(
      "RESET ROLE; SET auto_explain.log_min_duration = \(listens ? 0 : -1); SET ROLE followup_batch"
    )
  }

  /// Has a session tell its plans; it is a superuser's, which takes on the role of jobs for all that it does afterwards.
  static func attach(to connection: Connection) async throws {
    try await connection.executeScript(
      """
      RESET ROLE;
      LOAD 'auto_explain';
      SET auto_explain.log_min_duration = 0;
      SET auto_explain.log_format = json;
      SET auto_explain.log_level = notice;
      SET auto_explain.log_nested_statements = on;
      SET ROLE followup_batch
      """
    )
  }

  /// Everything since the last call, in order. What functions and triggers did is part of the statement that called them.
  func take() throws -> [Seen] {
    let texts = heard.withLock { heard in
      defer { heard = Heard() }
      return heard.plans
    }
    var seen: [Seen] = []
    var within: Set<String> = []
    for text in texts {
      let plan = try JSONDecoder().decode(Explained.self, from: Data(text.utf8))
      let files = plan.queryText.matches(
        of: /(?m)^-- (statement|fragment|report|check|worklist|rule|guardrail): (\w+)$/
      )
      .map { "\($0.output.1) \($0.output.2)" }
      within.formUnion(plan.plan.scanned)
      guard !files.isEmpty else { continue }
      seen.append(Seen(files: files, scanned: within))
      within = []
    }
    // What was deferred to the end of the transaction belongs to the last statement.
    if let last = seen.popLast() { seen.append(Seen(files: last.files, scanned: last.scanned.union(within))) }
    return seen
  }
}

private struct Explained: Decodable {
  let queryText: String
  let plan: PlanNode

  enum CodingKeys: String, CodingKey {
    case queryText = "Query Text"
    case plan = "Plan"
  }
}

private struct PlanNode: Decodable {
  let type: String
  let relation: String?
  let children: [PlanNode]?

  enum CodingKeys: String, CodingKey {
    case type = "Node Type"
    case relation = "Relation Name"
    case children = "Plans"
  }

  var scanned: Set<String> {
    let own: Set<String> = type == "Seq Scan" ? Set([relation].compactMap(\.self)) : []
    return (children ?? []).reduce(own) { $0.union($1.scanned) }
  }
}
