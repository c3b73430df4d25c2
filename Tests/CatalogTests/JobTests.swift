import Foundation
import Testing

@testable import Catalog

@Suite("Jobs, read against the reports there are")
struct JobTests {
  private static let begin = "summary: x\nschedule: \"30 5 * * *\"\ntime_limit_minutes: 10\nsteps:\n"

  private func catalog() throws -> Catalog {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    return Catalog(home: try Home(folder: checkout))
  }

  private func job(_ steps: String) throws -> Job {
    let yaml = try StrictYAML(text: Self.begin + steps, file: "jobs/x.yaml")
    return try Job(name: "x", yaml: yaml, catalog: try catalog())
  }

  @Test("A report step takes the report's parameters")
  func parameters() throws {
    let steps = try job(
      "  - do: report\n    name: follow_ups\n    with:\n      days: 31\n      gone: yes\n  - do: checks\n"
    ).steps

    #expect(steps.map(\.title) == ["report follow_ups", "checks"])
    #expect(steps.map(\.parameters) == [["days": "31", "gone": "yes"], [:]])
  }

  @Test("A step says how often it is tried again and within how many minutes it ends")
  func retries() throws {
    let steps = try job("  - do: nudge\n    retries: 3\n    time_limit_minutes: 20\n  - do: checks\n").steps
    #expect(steps.map(\.retries) == [3, 0])
    #expect(steps.map(\.timeLimitMinutes) == [20, nil])
    for (line, words) in [
      ("retries: 11", "jobs/x.yaml:6: retries must be a whole number from 0 to 10, not 11"),
      ("time_limit_minutes: soon", "jobs/x.yaml:6: time_limit_minutes must be a whole number from 1 to 1440, not soon"),
    ] {
      let error = #expect(throws: CatalogError.self) { try job("  - do: nudge\n    \(line)\n") }
      #expect(error?.description == words)
    }
  }

  @Test("A pack names reports; each of its parameters is one of a report")
  func pack() throws {
    let steps = try job(
      "  - do: pack\n    reports: [overdue, breaches, follow_ups]\n    with:\n      days: 7\n      gone: yes\n"
    ).steps

    #expect(steps.map(\.title) == ["pack"])
    #expect(steps.first?.reports == ["overdue", "breaches", "follow_ups"])
    #expect(steps.first?.parameters == ["days": "7", "gone": "yes"])
  }

  @Test("A value for one report of a pack goes before the one for all")
  func packOfOne() throws {
    let catalog = try catalog()
    let step = try #require(
      try job(
        "  - do: pack\n    reports: [overdue, breaches, follow_ups]\n    with:\n      days: 7\n      follow_ups.days: 31\n"
      ).steps.first
    )

    let got = try step.reports.map { step.parameters(of: try catalog.report($0)) }

    #expect(got == [[:], ["days": "7"], ["days": "31"]])
  }

  @Test(
    "A pack that cannot be had is refused before it is due",
    arguments: [
      ("  - do: pack\n", "jobs/x.yaml:5: a pack needs reports; write `reports: [overdue]`"),
      (
        "  - do: pack\n    reports: [overdue, breaches, overdue]\n",
        "jobs/x.yaml:6: the report overdue is named twice"
      ),
      (
        "  - do: pack\n    reports: [overdue]\n    format: [csv]\n",
        "jobs/x.yaml:7: a pack has no format: it is a page, a workbook and CSVs"
      ),
      (
        "  - do: pack\n    reports: [overdue, breaches]\n    with:\n      dais: 7\n",
        "jobs/x.yaml:7: no report of the pack has a parameter dais; you may mean days; use one of: breaches.days, days"
      ),
      (
        "  - do: pack\n    reports: [overdue, breaches]\n    with:\n      breaches.days: many\n",
        "jobs/x.yaml:7: days of the report breaches must be a whole number from 0 to 36525, not \"many\""
      ),
      (
        "  - do: pack\n    reports: [overdue, breaches]\n    with:\n      breaches.dais: 7\n",
        "jobs/x.yaml:7: the report breaches has no parameter dais; you may mean days; use one of: days"
      ),
      (
        "  - do: pack\n    reports: [overdue, breaches]\n    with:\n      days: many\n",
        "jobs/x.yaml:7: days of the report breaches must be a whole number from 0 to 36525, not \"many\""
      ),
      ("  - do: pack\n    name: overdue\n    reports: [overdue]\n", "jobs/x.yaml:6: a pack step takes no name"),
      ("  - do: plan\n    reports: [overdue]\n", "jobs/x.yaml:6: a plan step takes no reports"),
    ]
  )
  func refusedPack(_ steps: String, _ words: String) throws {
    let error = #expect(throws: CatalogError.self) { try job(steps) }
    #expect(error?.description == words)
  }

  @Test("A pack of a report that is not there names those that are")
  func unknownInPack() throws {
    let error = #expect(throws: CatalogError.self) { try job("  - do: pack\n    reports: [over_due]\n") }
    #expect(error?.description.hasPrefix("jobs/x.yaml:6: the report over_due does not exist; ") == true)
  }

  @Test(
    "What cannot be done is refused before the night, with line and remedy",
    arguments: [
      (
        "  - do: report\n    name: follow_up\n",
        "jobs/x.yaml:6: the report follow_up does not exist; use one of: REPORTS"
      ),
      (
        "  - do: report\n    name: follow_ups\n    with:\n      dais: 31\n",
        "jobs/x.yaml:7: the report follow_ups has no parameter dais; you may mean days; use one of: gone, days"
      ),
      (
        "  - do: report\n    name: overdue\n    with:\n      days: 31\n",
        "jobs/x.yaml:7: the report overdue has no parameter days; it has no parameters"
      ),
      (
        "  - do: report\n    name: follow_ups\n    with:\n      days: many\n",
        "jobs/x.yaml:7: days of the report follow_ups must be a whole number from 0 to 36525, not \"many\""
      ),
      (
        "  - do: report\n    name: follow_ups\n    with:\n      gone: maybe\n",
        "jobs/x.yaml:7: gone of the report follow_ups must be yes or no, not \"maybe\""
      ),
      ("  - do: plan\n    with:\n      days: 31\n", "jobs/x.yaml:6: only reports and packs have parameters"),
      (
        "  - do: report\n    name: follow_ups\n    with:\n      days: [1, 2]\n",
        "jobs/x.yaml:8: days must be a single value"
      ),
      ("  - do: report\n    name: follow_ups\n    with: days\n", "jobs/x.yaml:7: with must be keys and values"),
    ]
  )
  func refused(_ steps: String, _ words: String) throws {
    let error = #expect(throws: CatalogError.self) { try job(steps) }
    let reports = try catalog().reports.map(\.name).joined(separator: ", ")
    #expect(error?.description == words.replacing("REPORTS", with: reports))
  }
}
