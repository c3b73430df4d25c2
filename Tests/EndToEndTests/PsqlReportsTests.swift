import Catalog
import Foundation
import TestServer
import TestSupport
import Testing
import WallClock

@Suite("Every report runs in psql as it stands, and shows the same")
struct PsqlReportsTests {
  /// Why a file does not.
  private static let notInPsql = [
    "breaches": "it includes the guardrails, to which users add", "highlights": "it includes them, too",
  ]
  /// Values that must be given.
  private static let needed = ["candidate": "c1", "client": "cl1"]
  private static let today = CivilDate(year: 2026, month: 11, day: 20)

  @Test("With -v and the same names")
  func same() async throws {
    let site = try await NightTests.Site.make()
    _ = try site.program.run(["run", "nightly"] + NightTests.morning)
    // The session that psql has chooses the agency, as the program does for each transaction.
    let conninfo = site.database.conninfo + " options='-c followup.agency_id=1 -c TimeZone=UTC -c jit=off'"
    let catalog = Catalog(home: try TestAgency.home())
    var compared = 0
    for report in try catalog.reports where Self.notInPsql[report.name] == nil {
      let given = Self.needed.filter { name, _ in report.parameters.contains { $0.name == name && $0.isRequired } }
      let values = report.values(given, today: Self.today)
      let psqls = try TestServer.run(
        file: "\(TestAgency.checkout)/\(report.file.path)",
        variables: ["agency": "1", "as_of": NightTests.morning[1]].merging(values) { $1 },
        options: ["--csv"],
        conninfo: conninfo
      )
      let mine = try site.program.run(
        ["report", report.name, "--format", "csv"] + given.flatMap { ["-p", "\($0)=\($1)"] } + NightTests.morning
      )
      #expect(mine.status == 0, "\(mine.errors)")
      let (one, other) = (try csvRows(mine.output), try csvRows(psqls))
      #expect(one.map(plain) == other.map(plain), "\(report.name)")
      #expect(mine.output.prefix { $0 != "\n" } == psqls.prefix { $0 != "\n" }, "\(report.name)")
      compared += one.count
    }
    #expect(compared > 20)
  }

  /// The row with moments, yes and no as psql writes them, and without the guard of cells that a spreadsheet would run.
  private func plain(_ row: [String: String]) -> [String: String] {
    row.mapValues { cell in
      if cell == "yes" { return "t" }
      if cell == "no" { return "f" }
      let cell = cell.hasPrefix("'") ? String(cell.dropFirst()) : cell
      guard cell.wholeMatch(of: /\d{4}-\d\d-\d\dT[\d:.]+Z/) != nil else { return cell }
      return cell.replacing("T", with: " ").dropLast() + "+00"
    }
  }
}
