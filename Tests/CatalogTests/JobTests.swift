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
      ("  - do: plan\n    with:\n      days: 31\n", "jobs/x.yaml:6: only a report step has parameters"),
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
