import ArgumentParser
import FollowUpEngine
import Foundation
import Tabular

/// What every command understands.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The agency; not needed if there is only one.", valueName: "name"))
  var agency: String?

  @Option(
    help: ArgumentHelp(
      "The moment that every date decision uses: ISO 8601, without an offset: in the agency's zone, or a date; default: now.",
      valueName: "time"
    )
  )
  var asOf: String?

  @Option(
    help: ArgumentHelp(
      "Configuration file; default: $FOLLOWUP_CONFIG, else followup.yaml; installed from a package, else /etc/followup/followup.yaml.",
      valueName: "file"
    )
  )
  var config: String?

  @Flag(help: "Write only errors to standard error.")
  var quiet = false

  @Flag(help: "Write more to standard error.")
  var verbose = false

  @Flag(help: "Write log lines as JSON.")
  var jsonLogs = false

  @Flag(help: "No colours, as with NO_COLOR.")
  var noColor = false

  /// The moment given by --as-of, else now; without an offset it is read in the session's agency's zone.
  func moment(for session: AgencySession) async throws -> Date {
    guard let asOf else { return Date() }
    return try await TouchLog(session).moment(asOf)
  }

  /// The same to within a day, where no agency is chosen: for stamps, and for what only weighs how much there is to do.
  func moment() throws -> Date {
    guard let asOf else { return Date() }
    guard let moment = Tabular.moment(asOf) ?? Tabular.moment(asOf.count == 10 ? asOf + "T00:00:00Z" : asOf + "Z")
    else {
      throw ValidationError(
        "--as-of \(asOf) is not a time; write 2026-11-24, 2026-11-24T09:00 or 2026-11-24T09:00:00-05:00"
      )
    }
    return moment
  }
}

/// What commands understand that write.
struct TrialOptions: ParsableArguments {
  @Flag(help: "Says what would happen; nothing is recorded.")
  var dryRun = false
}

/// What commands understand that only read.
struct ReadingOptions: ParsableArguments {
  @Flag(help: "Reads the database that is written to, even if database.reports_url names a replica.")
  var primary = false
}

/// What may stand between the cells of CSV.
enum Delimiter: String, ExpressibleByArgument, CaseIterable {
  case comma = ","
  case semicolon = ";"
  case bar = "|"
  case tab = "\t"

  /// The byte it is.
  var byte: UInt8? { rawValue.utf8.first }
}

/// What commands that print a table understand.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "table csv tsv json ndjson html xlsx ics; default: table on a terminal, csv into a pipe or file."
    )
  )
  var format: String?

  @Option(help: ArgumentHelp("Write to this file, completely or not at all.", valueName: "file"))
  var output: String?

  @Flag(help: "CSV and TSV for Excel: byte order mark and CRLF.")
  var excel = false

  @Option(
    help: ArgumentHelp("The delimiter between the cells of CSV, such as ';'; default: a comma.", valueName: "sign")
  )
  var delimiter: Delimiter?

  /// The format asked for, or the fitting one.
  func chosenFormat() throws -> Format {
    guard let format else {
      guard let file else { return isatty(STDOUT_FILENO) == 1 ? .table : .csv }
      let ending = URL(fileURLWithPath: file).pathExtension.lowercased()
      // A device, a pipe or a name without an extension does not say a format.
      guard !ending.isEmpty else { return .csv }
      guard let known = Format(rawValue: ending) else {
        throw ValidationError(
          "--output \(file): .\(ending) is not a known format; use one of: "
            + "\(Format.allCases.map(\.rawValue).joined(separator: " ")), or give one with --format"
        )
      }
      return known
    }
    guard let known = Format(rawValue: format) else {
      throw ValidationError(
        "\(format) is not a known format; use one of: \(Format.allCases.map(\.rawValue).joined(separator: " "))"
      )
    }
    return known
  }

  /// Where the rows go.
  var target: Output { file.map { .file($0) } ?? .standardOutput }

  /// The file to write, unless it is standard output.
  private var file: String? { output == "-" ? nil : output }

  /// Whether the rows go to a terminal.
  var isTerminal: Bool { file == nil && isatty(STDOUT_FILENO) == 1 }

  /// How they are written.
  func sinkOptions(_ options: GlobalOptions, stamp: Date) -> SinkOptions {
    let terminal = isTerminal
    let environment = ProcessInfo.processInfo.environment
    let color = terminal && !options.noColor && (environment["NO_COLOR"] ?? "").isEmpty
    return SinkOptions(
      excel: excel,
      delimiter: delimiter?.byte,
      color: color,
      width: terminal ? Terminal.width : environment["COLUMNS"].flatMap(Int.init),
      stamp: stamp
    )
  }
}

/// The terminal that standard output is.
enum Terminal {
  /// Its width in columns.
  static var width: Int? {
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init) { return columns }
    return width(of: STDOUT_FILENO)
  }

  /// The columns of the terminal that standard error is; 80 where that is not known.
  static var errorWidth: Int { width(of: STDERR_FILENO) ?? 80 }

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
