import Crypto
import Foundation
import TestSupport
import Testing

/// What a night has come to: plan, answers, nudges, outbox, queue, runs, files and the mails that arrived, in lines that do not depend on when and how
/// often it was run. Ids of follow-ups and messages are replaced by what they stand for.
struct EndState {
  /// Lines by what they tell of; a file tells of itself.
  private(set) var parts: [String: [String]] = [:]

  /// Of the site as it is now.
  init(of site: FaultSite, folder: String = "out") async throws {
    for (name, sql) in Self.tables { parts[name] = try await site.query(sql) }
    let names = try await site.query(
      """
      SELECT
        follow_up_id || ' <' || md5(row(candidate_id, rule, application_id, interview_id, contact_id, reference_id, occurrence)::text)
          || '>' AS it
      FROM follow_up
      """
    ).reduce(into: [Substring: Substring]()) { all, line in
      let words = line.split(separator: " ")
      all[words[0]] = words[1]
    }
    let plain = { (text: String) in
      text.replacing(/[78]00\d{6}/) { match in names[match.output] ?? match.output }
    }
    for name in ["message", "answer", "inbox"] { parts[name] = parts[name]?.map(plain) }
    parts["mail"] = try site.received().map { "\($0.value)x \($0.key)" }
    let files = try site.site.contents(of: folder)
    for (name, text) in files {
      // Each database signs with a key of its own.
      if name.hasSuffix(".sig") {
        parts["file \(name)"] = []
        continue
      }
      let isManifest = name.hasSuffix("manifest.json")
      if isManifest { try Self.check(manifest: text, at: name, files) }
      if name.hasSuffix(".csv"), text.hasPrefix("follow_up_id,rank,") || name.hasSuffix("overdue.csv") {
        let rows = try csvRows(plain(text))
        parts["nudges of \(name)"] = rows.map { "\($0["follow_up_id"] ?? "") \($0["nudges"] ?? "")" }
        parts["file \(name)"] = rows.map { row in
          row.filter { $0.key != "nudges" }.sorted { $0.key < $1.key }.map(\.value).joined(separator: ",")
        }
        continue
      }
      // What the digests are of is compared as it is.
      parts["file \(name)"] = (isManifest ? text.replacing(/"(bytes|sha256)" : [^,\n]*/, with: "") : plain(text))
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// A night in which nothing goes wrong, lived once in this process: its end state, its files, and how often the mail server was at each
  /// place where it can fail.
  static let undisturbed = Task { () -> (state: EndState, files: Int, places: [String: Int]) in
    let site = try await FaultSite.make()
    defer { site.close() }
    let night = try await site.runNight()
    #expect(night.status == 0, "\(night.errors)")
    let state = try await EndState(of: site)
    #expect(state.parts["mail"]?.count ?? 0 > 30 && state.parts.count > 30)
    return (state, try site.site.contents(of: "out").count, site.mail.places)
  }

  /// How this one differs, in lines for people; empty: it does not.
  ///
  /// - Parameter counting: whether files say the same of how many mails reminded of a follow-up. A list that is written after mails had left
  ///   counts these, and a report written while a mail is uncertain does not count it.
  func differences(from wanted: EndState, counting: Bool = true) -> [String] {
    guard counting else { return withoutCounts().differences(from: wanted.withoutCounts()) }
    return Set(parts.keys).union(wanted.parts.keys).sorted().flatMap { name -> [String] in
      let (here, there) = (Self.counted(parts[name] ?? []), Self.counted(wanted.parts[name] ?? []))
      if parts[name] == nil { return ["\(name) is missing"] }
      if wanted.parts[name] == nil { return ["\(name) should not be there"] }
      let more = here.filter { $0.value > there[$0.key, default: 0] }.keys.sorted()
      let less = there.filter { $0.value > here[$0.key, default: 0] }.keys.sorted()
      return more.prefix(3).map { "\(name) has \($0.prefix(300))" }
        + less.prefix(3).map { "\(name) lacks \($0.prefix(300))" }
    }
  }

  private func withoutCounts() -> EndState {
    var state = self
    // The words of mailed lists tell it too.
    state.parts["message"] = parts["message"]?.map { line in
      line.contains("\"kind\": \"list\"") ? line.replacing(/"body_(html|text)": "(\\.|[^"\\])*"/, with: "") : line
    }
    state.parts = state.parts.filter { !$0.key.hasPrefix("nudges of ") }.mapValues { lines in
      // With the list of facts, where it is the only one.
      lines.filter { line in
        !line.contains("<bdi>reminded by mail ") && !["<ul class=\"facts\">", "</ul>"].contains(line)
      }
    }
    return state
  }

  private static func counted(_ lines: [String]) -> [String: Int] {
    lines.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The files that a manifest names are those that lie beside it.
  private static func check(manifest: String, at name: String, _ files: [String: String]) throws {
    struct Manifest: Decodable {
      struct File: Decodable {
        let name: String
        let sha256: String
      }
      let files: [File]
    }
    let folder = name.lastIndex(of: "/").map { name[...$0] } ?? ""
    for file in try JSONDecoder().decode(Manifest.self, from: Data(manifest.utf8)).files {
      let digest = SHA256.hash(data: Data((files[folder + file.name] ?? "").utf8))
      #expect(digest.map { String(format: "%02x", $0) }.joined() == file.sha256, "\(folder)\(file.name)")
    }
  }

  private static let tables = [
    "follow_up": "SELECT (to_jsonb(follow_up) - 'follow_up_id')::text AS it FROM follow_up",
    "touch": "SELECT (to_jsonb(touch) - 'touch_id')::text AS it FROM touch",
    "answer": """
    SELECT (to_jsonb(follow_up_answer) - ARRAY['answer_id', 'touch_id'])::text AS it
    FROM follow_up_answer
    """,
    // An answer that was recorded before its reader was killed is noted as recorded before.
    "inbox": """
    SELECT
      (
        to_jsonb(inbox_message) - ARRAY['inbox_id', 'reason']
        || jsonb_build_object('state', CASE WHEN reason LIKE '%: recorded before, %' THEN 'taken' ELSE state END)
      )::text AS it
    FROM inbox_message
    """,
    "address": "SELECT to_jsonb(mail_address)::text AS it FROM mail_address",
    "queue": "SELECT candidate_id::text AS it FROM plan_queue",
    // Whether a message that a person dropped had arrived is told by the mails.
    "message": """
    SELECT
      (
        to_jsonb(message) - ARRAY[
          'message_id', 'key', 'attempts', 'next_attempt_at', 'lease_until', 'claim', 'claimed_by', 'created_at', 'sent_at', 'error'
        ]
        || jsonb_build_object('state', CASE WHEN state = 'dropped' THEN 'sent' ELSE state END)
      )::text AS it
    FROM message
    """,
    "nudge": """
    SELECT
      row(
        follow_up.candidate_id, rule, application_id, interview_id, contact_id, reference_id, occurrence, step, nudge.due_at,
        recipient_address, subject
      )::text AS it
    FROM nudge
    JOIN follow_up USING (agency_id, candidate_id, follow_up_id)
    JOIN message USING (agency_id, message_id)
    """,
    "run": "SELECT row(job, business_date, state)::text AS it FROM job_run",
    "step": """
    SELECT row(job, business_date, position, step, job_step.state)::text AS it
    FROM job_step
    JOIN job_run USING (agency_id, run_id)
    """,
  ]
}

extension FaultSite {
  /// The state is that of an undisturbed night.
  ///
  /// - Parameter counting: as for `differences`; without it when a person had to settle messages, too.
  func expectUndisturbed(
    _ fault: String,
    counting: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let wanted = try await EndState.undisturbed.value.state
    for line in try await EndState(of: self)
      .differences(from: wanted, counting: counting && !hadUncertainMessages)
    {
      Issue.record("\(fault): \(line)", sourceLocation: sourceLocation)
    }
  }
}
