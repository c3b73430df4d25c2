import Catalog
import Foundation
import Logging
import Postgres
import Tabular

/// The reports that those who lead an agency look at together: a page with pictures and sentences, a workbook and CSVs, in one folder.
struct ReportPack: Sendable {
  /// One report of it.
  struct Part: Sendable {
    /// The report.
    let report: Report
    /// Its days and other values, each with what it is.
    let facts: [(name: String, value: String)]
    /// Its columns.
    let columns: [Column]
    /// How its sheet of the workbook is called.
    let sheet: String
    /// Its picture; nil: its file has none.
    let chart: Chart?
    /// Its first rows.
    fileprivate(set) var rows: [[String?]] = []
    /// How many rows it has.
    fileprivate(set) var count = 0

    /// Whether its rows are sentences, which stand first on the page and in the mail.
    var isInSentences: Bool { Set(columns.map(\.name)).isSuperset(of: ["kind", "sentence"]) }

    /// The cells of a column in the first rows.
    func texts(of column: String) -> [String] {
      guard let place = columns.firstIndex(where: { $0.name == column }) else { return [] }
      return rows.map { $0[place] ?? "" }
    }
  }

  /// What was written.
  struct Written: Sendable {
    /// The job that it was written for.
    let job: String
    /// The folder.
    let folder: String
    /// The reports, in their order.
    let parts: [Part]
    /// The names of the reports that could not be had.
    let missing: [String]
    /// What went wrong in these, each with what to do.
    let failures: [String]
    /// What the files hold, the manifest not counted.
    fileprivate(set) var manifest = Manifest()

    /// The file of the page.
    var page: String { "\(job).html" }
    /// The file of the workbook.
    var workbook: String { "\(job).xlsx" }
  }

  /// What went wrong in one of the reports.
  private struct Fault: Error {
    let report: Report
    let error: any Error
  }

  /// A table of more rows shows its first ones on the page.
  static let shortTable = 15
  /// As many sentences as a page can have.
  private static let longestPart = 60

  private let session: AgencySession
  private let job: String

  /// The pack of a job at the session's moment.
  init(_ session: AgencySession, job: String) {
    self.session = session
    self.job = job
  }

  /// Writes the files into a folder that is there. The manifest of an earlier pack is taken away first: where it stands, the pack is
  /// complete.
  func write(_ step: Job.Step, to folder: String) async throws -> Written {
    let stale = folder + "/manifest.json"
    guard unlink(stale) == 0 || errno == ENOENT else {
      throw FollowUpError(
        .output,
        "\(stale) of the previous run cannot be removed: \(String(cString: strerror(errno)))",
        remedy: "see output.folder in followup.yaml, or give --out"
      )
    }
    var failures: [String] = []
    var missing: [String] = []
    var reports: [Report] = []
    for name in step.reports {
      do {
        reports.append(try session.catalog.report(name))
      } catch let error as CatalogError {
        missing.append(name)
        failures.append("\(error)")
      }
    }
    while !reports.isEmpty {
      do {
        var (parts, manifest) = try await pass(reports, step, to: folder)
        var written = Written(job: job, folder: folder, parts: parts, missing: missing, failures: failures)
        var page = try TextSink(to: .fileInFolder("\(folder)/\(written.page)"))
        try page.append(try PackPage(session).page(written))
        try page.finish()
        manifest.add(file: written.page, page.written)
        try manifest.write(to: folder)
        written.manifest = manifest
        return written
      } catch let fault as Fault {
        // A statement that fails ends the transaction of all: the others are read again without it.
        reports.removeAll { $0.name == fault.report.name }
        missing.append(fault.report.name)
        failures.append("\(fault.error); correct the file, then run followup check")
        unlink("\(folder)/\(fault.report.name).csv")
      }
    }
    return Written(job: job, folder: folder, parts: [], missing: missing, failures: failures)
  }

  /// Reads all reports in one transaction, each once, into its CSV, its sheet and its part of the page.
  private func pass(
    _ reports: [Report],
    _ step: Job.Step,
    to folder: String
  ) async throws -> ([Part], Manifest) {
    let runner = ReportRunner(session)
    let included = try await runner.parts(of: reports)
    let options = SinkOptions(stamp: session.asOf, zone: session.agency.timeZone)
    let title = "\(session.agency.name): \(PackPage.title(of: job))"
    return try await runner.reading { connection in
      var parts: [Part] = []
      var manifest = Manifest()
      let file = "\(job).xlsx"
      var book = try WorkbookSink(
        title: title,
        contents: "Contents",
        to: .fileInFolder("\(folder)/\(file)"),
        options: options
      )
      for report in reports {
        do {
          let asked = ReportRequest(parameters: step.parameters(of: report))
          let (values, request) = try runner.dated(asked, of: report, on: connection)
          let text = SQLPart(report.file, session.texts(of: values), parts: included)
          let facts = try runner.head(of: report, values, request, charts: []).facts.dropFirst(2)
          let statement = try session.bind(text)
          let columns = try connection.columns(of: statement).map(Column.init)
          let chart = try runner.chart(of: report, text, on: connection)
          let csv = "\(report.name).csv"
          var sink = try makeSink(
            .csv,
            columns: columns,
            title: report.title,
            to: .fileInFolder("\(folder)/\(csv)"),
            options: options
          )
          var table = try book.begin(report.title, question: report.summary, columns: columns)
          var part = Part(
            report: report,
            facts: Array(facts),
            columns: columns,
            sheet: table.sheetName,
            chart: chart
          )
          let kinds = columns.map(\.kind)
          let kept = part.isInSentences ? Self.longestPart : Self.shortTable
          try connection.copyOut(statement) { row in
            try sink.write(copied: row, kinds: kinds)
            try table.write(copied: row, kinds: kinds)
            if part.count < kept { part.rows.append(CopyText.cells(row, kinds)) }
            part.count += 1
          }
          try session.checkRun(on: connection)
          try book.end(table)
          try sink.finish()
          manifest.add(file: csv, sink.written)
          parts.append(part)
        } catch let error as PostgresError {
          let told = runner.told(error, of: report)
          // Also of its picture: what the report holds is at fault then.
          guard error.isOfStatement || !(told is PostgresError) else { throw error }
          throw Fault(report: report, error: told)
        } catch let error as CatalogError where report.file.isAtFault(error) {
          throw Fault(report: report, error: error)
        }
      }
      try book.finish()
      manifest.add(file: file, book.written)
      return (parts, manifest)
    }
  }
}
