import Foundation
import Testing

@testable import Catalog

@Suite("The examples beside a rule")
struct RuleExampleTests {
  private static let file = "sql/rules/x.examples.yaml"

  private func read(_ text: String) throws -> [RuleExample] { try RuleExampleReader.read(text: text, file: Self.file) }

  /// An example that is right but for what is put in, which begins on line 4.
  private static func example(_ given: String, expect: String = "none") -> String {
    "examples:\n  - name: n\n    as_of: 2026-11-20 09:00\n\(given)    expect: \(expect)\n"
  }

  private func rows(_ example: RuleExample, _ file: String) -> [[String: String]] {
    let facts = example.given.first { $0.target.name == file }
    return facts?.rows.map { $0.cells.mapValues(\.text) } ?? []
  }

  @Test(
    "Where nothing is said there are a recruiter, a client with its hiring contact, a candidate, a job order, an application"
  )
  func world() throws {
    let example = try #require(try read(Self.example("")).first)

    #expect(example.name == "n")
    #expect(example.asOf == RuleExample.Cell(text: "2026-11-20 09:00", line: 3))
    #expect(example.timeZone == "America/New_York")
    #expect(example.expected.isEmpty && example.gone == nil)
    #expect(
      example.given.map(\.target.name)
        == ["recruiters", "clients", "contacts", "candidates", "job_orders", "applications"]
    )
    #expect(
      rows(example, "contacts") == [["id": "hana", "client": "acme", "name": "Hana", "email": "hana@acme.example"]]
    )
    #expect(
      rows(example, "job_orders")
        == [["id": "job", "client": "acme", "title": "Job", "recruiter": "rita", "hiring_contact": "hana"]]
    )
  }

  @Test("A row without an id is the one that is there; interviews, references and touches are numbered")
  func ids() throws {
    let example = try #require(
      try read(
        Self.example(
          """
              policy: {check_in_cap: 2, time_zone: Europe/Zurich}
              given:
                candidates: {search_started_on: 2026-11-02}
                job_orders: {hiring_contact: none}
                contacts: [ana]
                interviews: {starts_at: 2026-11-19 15:00, ends_at: 2026-11-19 16:00}
                attendees: [ana, hana]
                references: [{consent: none}, mara]
                touches:
                  - {happened_at: 2026-11-19 17:00, actor: carl, party: ana, purpose: thank_you}
                  - {happened_at: 2026-11-19 17:00, actor: hana, party: ref1, purpose: reference_check}

          """
        )
      ).first
    )

    #expect(rows(example, "candidates").map { $0["id"] } == ["carl"])
    #expect(rows(example, "candidates").first?["search_started_on"] == "2026-11-02")
    #expect(rows(example, "job_orders").first?["hiring_contact"] == "")
    #expect(rows(example, "contacts").map { $0["id"] } == ["hana", "ana"])
    #expect(
      rows(example, "attendees").map { [$0["interview"], $0["contact"], $0["role"]] }
        == [["i1", "ana", "interviewer"], ["i1", "hana", "interviewer"]]
    )
    #expect(rows(example, "references").map { $0["id"] } == ["ref1", "mara"])
    #expect(rows(example, "references").map { $0["consent"] } == ["", "yes"])
    #expect(
      rows(example, "touches").map { [$0["id"], $0["actor_kind"], $0["party_kind"], $0["channel"]] }
        == [["t1", "candidate", "contact", "call"], ["t2", "contact", "reference", "call"]]
    )
    #expect(rows(example, "policy").map { [$0["key"], $0["value"]] }.count == 2)
    #expect(example.timeZone == "Europe/Zurich")
  }

  @Test("The zone of the agency may stand among the given facts")
  func zone() throws {
    let text = Self.example("    given:\n      policy: {key: time_zone, value: Asia/Tokyo}\n")

    #expect(try read(text).first?.timeZone == "Asia/Tokyo")
  }

  @Test("A file that is none has no row at all")
  func none() throws {
    let example = try #require(
      try read(Self.example("    given: {applications: none}\n", expect: "{party: ana, done: none}")).first
    )

    #expect(rows(example, "applications").isEmpty)
    #expect(example.expected.map { $0.cells.mapValues(\.text) } == [["party": "ana", "done": ""]])
  }

  @Test(
    "What is wrong is named with its line, and what was probably meant",
    arguments: [
      (example("    given: {interview: none}\n"), 4, "unknown key interview", "you may mean interviews; use one of:"),
      (
        example("    given:\n      interviews: {start_at: 2026-11-19 15:00}\n"), 5, "unknown key start_at",
        "you may mean starts_at;"
      ),
      (example("    givn: none\n"), 4, "unknown key givn", "you may mean given;"),
      (example("", expect: "{due_at: 2026-11-19 15:00}"), 4, "unknown key due_at", "you may mean due;"),
      (example("", expect: "{state: opne}"), 4, "state cannot be \"opne\"", "you may mean open;"),
      (example("", expect: "{late: maybe}"), 4, "late cannot be \"maybe\"", "use one of: yes, no"),
      (example("", expect: "{reason: x}"), 4, "unknown key reason", nil),
      (example("", expect: "{due: tomorrow}"), 4, "due is not a local time: tomorrow", "write it as"),
      (example("", expect: "{due: 2026-11-19T15:00Z}"), 4, "due is not a local time: 2026-11-19T15:00Z", "write it as"),
      (example("", expect: "[]"), 4, "expect is empty", "write expect: none"),
      (example("", expect: "nothing"), 4, "expect cannot be \"nothing\"", "or expect: none"),
      (example("    gone: {state: open}\n"), 4, "unknown key state", nil),
      (
        example(
          "    given:\n      touches: {happened_at: 2026-11-19 15:00, actor: karl, party: hana, purpose: word}\n"
        ),
        5, "actor is nobody: karl", "you may mean carl;"
      ),
      (
        example(
          "    given:\n      contacts: carl\n"
            + "      touches: {happened_at: 2026-11-19 15:00, actor: carl, party: hana, purpose: word}\n"
        ), 6, "carl could be a contact or a candidate", "say which: actor_kind: contact"
      ),
      (
        example("    given:\n      interviews: {starts_at: 2026-11-19 15:00}\n"), 5, "ends_at is missing",
        "each row of interviews needs it"
      ),
      (
        example("    given:\n      references:\n        - ref1\n        - ref1\n"), 7,
        "references already has the row ref1", nil
      ),
      (example("    given:\n      touches: [t1]\n"), 5, "a row of touches must be keys and values", nil),
      ("examples:\n  - name: n\n    as_of: noon\n    expect: none\n", 3, "as_of is not a time: noon", nil),
      ("examples:\n  - name: n\n    expect: none\n", 2, "as_of is missing", nil),
      ("examples:\n  - name: n\n    as_of: 2026-11-20 09:00\n", 2, "expect is missing", "or write expect: none"),
      ("examples: []\n", 1, "holds no example", nil),
      ("example:\n  - name: n\n", 1, "unknown key example", "you may mean examples;"),
      (
        example("") + "  - name: n\n    as_of: 2026-11-20 09:00\n    expect: none\n", 5,
        "there is another example \"n\"", nil
      ),
    ] as [(String, Int, String, String?)]
  )
  func refused(text: String, line: Int, what: String, remedy: String?) throws {
    let error = try #require(throws: CatalogError.self) { try read(text) }

    #expect(error.file == Self.file)
    #expect(error.line == line)
    #expect(error.what == what)
    if let remedy { #expect(error.remedy?.contains(remedy) == true, "\(error)") }
  }

  @Test(
    "A file beside no rule, or by another ending, is refused with what to call it",
    arguments: [
      ("thank_you_mail.examples.yaml", "the rule thank_you_mail does not exist", "you may mean thank_you_email;"),
      ("thank_you_email.yaml", "is not read", "NAME.examples.yaml"),
    ]
  )
  func stray(name: String, what: String, remedy: String) throws {
    let home = FileManager.default.temporaryDirectory.appendingPathComponent("examples-\(UUID().uuidString)").path
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: home) } }
    for folder in ["sql/rules", "jobs"] {
      try FileManager.default.createDirectory(atPath: "\(home)/\(folder)", withIntermediateDirectories: true)
    }
    for file in ["thank_you_email.sql", name] {
      try Self.example("").write(toFile: "\(home)/sql/rules/\(file)", atomically: true, encoding: .utf8)
    }
    let catalog = Catalog(home: try Home(folder: home))

    #expect(try catalog.exampleFiles == ["sql/rules/\(name)"])
    let error = try #require(throws: CatalogError.self) { try catalog.readExamples("sql/rules/\(name)") }
    #expect(error.what == what)
    #expect(error.remedy?.contains(remedy) == true, "\(error)")
  }

  @Test("Words that are near are found, others are not")
  func near() {
    #expect(nearest("chanel", among: ["channel", "candidate"]) == "channel")
    #expect(nearest("due_at", among: ["done", "due"]) == "due")
    #expect(nearest("stauts", among: ["status"]) == "status")
    #expect(nearest("start_on", among: ["id", "stage", "start_date"]) == "start_date")
    #expect(nearest("color", among: ["summary"]) == nil)
  }
}
