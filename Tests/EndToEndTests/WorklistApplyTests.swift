import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Worklists taken back")
struct WorklistApplyTests {
  @Test("done, skip, snooze, no answer, wrong contact; the same file twice records nothing twice; nonsense is named")
  func apply() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    let list = try site.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output
    let rows = try csvRows(list)
    let words = ["done", "skip", "snooze 2026-12-01", "no answer", "wrong contact", "perhaps"]
    #expect(rows.count >= words.count)
    let thanks = try #require(rows.firstIndex { $0["rule"] == "thank_you_email" })
    var text = "follow_up_id,due_at,party,outcome,note\n"
    var order = Array(rows.indices)
    order.swapAt(0, thanks)
    for (place, word) in zip(order, words) {
      let row = rows[place]
      text += "\(row["follow_up_id"] ?? ""),\(row["due_at"] ?? ""),\"\(row["party"] ?? "")\",\(word),because\n"
    }
    try site.write(["list.csv": text], to: "back")

    let first = try site.expect(3, ["worklist", "apply", "back/list.csv", "--force"] + NightTests.morning)
    let touches = try site.touches()
    let second = try site.expect(3, ["worklist", "apply", "back/list.csv", "--force"] + NightTests.morning)
    let after = try csvRows(try site.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output)
    let missing = try site.program.run(["worklist", "apply", "data/touches.csv"] + NightTests.morning)

    #expect(first.output.hasSuffix("\n5 recorded, 0 settled before, 0 without an outcome, 1 refused.\n"))
    #expect(first.output.split(separator: "\n").count == 6)
    #expect(first.errors.contains("back/list.csv:7: outcome: perhaps is not known"))
    #expect(first.errors.contains("back/list.csv:6: wrong contact"))
    #expect(second.output.hasSuffix("\n0 recorded, 5 settled before, 0 without an outcome, 1 refused.\n"))
    #expect(second.output.contains("nothing was recorded twice"))
    #expect(try site.touches() == touches)
    let left = Set(after.compactMap { $0["follow_up_id"] })
    #expect(order.prefix(5).allSatisfy { !left.contains(rows[$0]["follow_up_id"] ?? "") })
    #expect(missing.status == 65)
    #expect(missing.errors.contains("the column follow_up_id is missing"))
  }

  @Test(
    "What is said twice of one turn of a check-in does not end the next turn, whichever way it was said; taken back, it counts again"
  )
  func sameTurn() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    let list = try site.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output
    let row = try #require(try csvRows(list).first { $0["rule"] == "candidate_check_in" })
    let (id, due) = (row["follow_up_id"] ?? "", row["due_at"] ?? "")
    func apply(_ note: String) throws -> String {
      try site.write(["one.csv": "follow_up_id,due_at,outcome,note\n\(id),\(due),done,\(note)\n"], to: "back")
      return try site.expect(0, ["worklist", "apply", "back/one.csv"] + NightTests.morning).output
    }

    let byHand = try site.expect(0, ["done", id] + NightTests.morning)
    let byFile = try apply("we spoke")
    let again = try apply("we spoke again")
    try site.expect(0, ["undo", id] + NightTests.morning)
    let anew = try apply("at last")

    #expect(byHand.output.contains("next due"), "\(byHand.output)")
    #expect(byFile.contains("was done before; the note is kept"), "\(byFile)")
    #expect(again.contains("was done before; the note is kept"), "\(again)")
    #expect(anew.contains("done; the follow-up continues"), "\(anew)")
  }

  /// A list as followup writes it, with an outcome and a note for the rows of some rules.
  private func filled(
    _ site: NightTests.Site,
    _ words: [String: (outcome: String, note: String)]
  ) throws -> (header: [String], rows: [[String]]) {
    let list = try site.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output
    let header = try #require(list.split(separator: "\n").first).split(separator: ",").map(String.init)
    let rows = try csvRows(list).map { row in
      header.map { name in
        guard let said = words[row["rule"] ?? ""] else { return row[name] ?? "" }
        return name == "outcome" ? said.outcome : name == "note" ? said.note : row[name] ?? ""
      }
    }
    return (header, rows)
  }

  private func text(_ table: (header: [String], rows: [[String]]), _ delimiter: String, _ ending: String) -> String {
    ([table.header] + table.rows).map { row in
      row.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: delimiter)
    }
    .joined(separator: ending) + ending
  }

  private struct Dialect: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let delimiter: String
    let ending: String
    let encoding: String.Encoding
    var before = ""
  }

  @Test(
    "What a spreadsheet saves comes back whole, the same list in any other dialect records nothing twice",
    arguments: [
      Dialect(testDescription: "Excel, Europe", delimiter: ";", ending: "\r\n", encoding: .utf8, before: "\u{FEFF}"),
      Dialect(testDescription: "Excel, Europe, ANSI", delimiter: ";", ending: "\r\n", encoding: .windowsCP1252),
      Dialect(testDescription: "Excel, ANSI", delimiter: ",", ending: "\r\n", encoding: .windowsCP1252),
      Dialect(testDescription: "Unicode text", delimiter: "\t", ending: "\r\n", encoding: .utf16),
      Dialect(testDescription: "UTF-16, no mark", delimiter: "\t", ending: "\n", encoding: .utf16LittleEndian),
      Dialect(
        testDescription: "sep=",
        delimiter: ";",
        ending: "\r\n",
        encoding: .utf8,
        before: "\u{FEFF}sep=;\r\n"
      ),
      Dialect(testDescription: "old Mac", delimiter: ",", ending: "\r", encoding: .utf8),
    ]
  )
  private func dialects(_ dialect: Dialect) async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    let note = "she said \u{201C}yes\u{201D} \u{2013} sp\u{E4}ter; 100 \u{20AC}"
    var table = try filled(
      site,
      ["reference_guidance": ("done", note), "social_profile_review": ("", note), "reference_list": ("SKIP", note)]
    )
    table.header += ["", "mine"]
    table.rows = table.rows.reversed().map { $0 + ["", "x"] }
    let bytes = try #require(
      (dialect.before + text(table, dialect.delimiter, dialect.ending)).data(using: dialect.encoding)
    )
    try bytes.write(to: URL(fileURLWithPath: site.program.folder + "/list.csv"))
    try text(table, ",", "\n").write(toFile: site.program.folder + "/again.csv", atomically: true, encoding: .utf8)

    let tried = try site.expect(0, ["worklist", "apply", "list.csv", "--dry-run"] + NightTests.morning)
    let taken = try site.expect(0, ["worklist", "apply", "list.csv"] + NightTests.morning)
    let again = try site.expect(0, ["worklist", "apply", "again.csv"] + NightTests.morning)
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    let kept = try await connection.query(
      Statement("SELECT count(*) AS n FROM follow_up_answer WHERE note = $1", values: [note])
    )
    await connection.close()

    #expect(tried.output.contains("Nothing was recorded; it would be: 5 recorded"))
    #expect(taken.output.contains("5 recorded, 0 settled before"), "\(taken.output)\(taken.errors)")
    #expect(again.output.contains("0 recorded, 5 settled before"), "\(again.output)\(again.errors)")
    #expect(try kept.first?.get("n", as: Int.self) == 5)
  }

  @Test(
    "A row that cannot be read stops none of the others, and every note is kept, also one without an outcome or too late"
  )
  func notes() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    let list = try csvRows(try site.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output)
    let ids = Dictionary(list.map { ($0["rule"] ?? "", $0["follow_up_id"] ?? "") }) { first, _ in first }
    let (guidance, review) = (ids["reference_guidance"] ?? "", ids["social_profile_review"] ?? "")
    let (wanted, checkIn) = (ids["reference_list"] ?? "", ids["candidate_check_in"] ?? "")
    try site.expect(0, ["skip", review, "--reason", "no accounts"] + NightTests.morning)
    try site.write(
      [
        "list.csv": """
        follow_up_id,due_at,outcome,note
        \(wanted),,done - called will send three,he will
        \(wanted),,a "quote,x
        \(review),,done,after all
        \(wanted),,,called twice
        \(guidance),,done 19.11.2026,read it
        \(checkIn),,skip,
        \(checkIn),,done 03/12/2026,
        \(wanted),,no answer,mailbox full

        """
      ],
      to: "back"
    )

    let taken = try site.expect(3, ["worklist", "apply", "back/list.csv"] + NightTests.morning)
    let explained = try site.expect(0, ["explain", wanted] + NightTests.morning).output
    let review2 = try site.expect(0, ["explain", review] + NightTests.morning).output
    let report = try csvRows(try site.expect(0, ["report", "follow_ups"] + NightTests.morning).output)

    #expect(taken.output.contains("3 recorded, 1 settled before, 0 without an outcome, 4 refused."))
    #expect(taken.errors.contains("back/list.csv:2: \"- called will send three\" is not a date or a time"))
    #expect(taken.errors.contains("back/list.csv:3:"))
    #expect(taken.errors.contains("back/list.csv:7: outcome: skip needs a reason; write it into the column note"))
    #expect(taken.errors.contains("back/list.csv:8: \"03/12/2026\" could mean two different days"))
    #expect(!taken.errors.contains("--reason"))
    #expect(explained.contains("note: he will"))
    #expect(explained.contains("note: called twice"))
    #expect(explained.contains("no answer: mailbox full"))
    #expect(review2.contains("done: after all"))
    #expect(report.first { $0["follow_up_id"] == guidance }?["state"] == "done")
  }

  @Test("undo takes back a done, a skip, a snooze and a logged touch, and says who did; there is an end to it")
  func undo() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    let before = try site.touches()
    let list = try csvRows(try site.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output)
    let id = list.first { $0["rule"] == "reference_guidance" }?["follow_up_id"] ?? ""
    let log = [
      "log", "--actor", "recruiter:r1", "--party", "candidate:c1", "--channel", "call", "--purpose",
      "profile_review",
    ]

    try site.expect(0, ["snooze", id, "--until", "2026-12-01"] + NightTests.morning)
    let tried = try site.expect(0, ["done", id, "--dry-run"] + NightTests.morning)
    #expect(tried.output == "It would be recorded; nothing was changed.\n")
    #expect(try site.touches() == before)
    try site.expect(0, ["done", id] + NightTests.morning)
    #expect(try site.touches() != before)
    let done = try site.expect(0, ["undo", id] + NightTests.morning)
    #expect(try site.touches() == before)
    let snooze = try site.expect(0, ["undo", id] + NightTests.morning)
    let nothing = try site.program.run(["undo", id] + NightTests.morning)
    try site.expect(0, ["skip", id, "--reason", "why not"] + NightTests.morning)
    try site.expect(0, ["undo", id] + NightTests.morning)
    #expect(try site.touches() == before)
    let logged = try site.expect(0, log + NightTests.morning).output
    let touch = String(try #require(logged.firstMatch(of: /touch (\w+)/)).1)
    #expect(try site.touches() != before)
    try site.expect(0, ["undo", touch] + NightTests.morning)
    let explained = try site.expect(0, ["explain", id] + NightTests.morning).output

    #expect(done.output == "Taken back: done of follow-up \(id).\n")
    #expect(snooze.output == "Taken back: snooze of follow-up \(id).\n")
    #expect(nothing.status == 64)
    #expect(try site.touches() == before)
    #expect(explained.contains("taken back on Fri 2026-11-20 15:00 by "))
  }
}

extension NightTests.Site {
  /// How many touches there are, by the number that follow-ups count as done.
  fileprivate func touches() throws -> [String] {
    let report = try expect(0, ["report", "follow_ups"] + NightTests.morning).output
    return try csvRows(report).map { "\($0["rule"] ?? "") \($0["state"] ?? "") \($0["done_at"] ?? "")" }
  }
}
