import Catalog
import Foundation
import Logging
import Postgres

/// Brings people, interviews, references and touches in: files into staging by COPY, then one statement per canonical file.
///
/// All of it is one transaction. An import that fails or dies leaves nothing behind; one with bad rows stores the others and keeps the bad ones.
public struct Importer: Sendable {
  private let session: AgencySession

  /// An importer into the session's agency; facts later than its moment are refused.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Imports files or folders.
  ///
  /// - Parameters:
  ///   - source: `canonical`, or the name of a mapping in jobs/imports. It is kept with every fact: ids are unique per source.
  ///   - dryRun: checks and counts everything, and stores nothing.
  /// - Throws: kind `badData` when a file or folder is missing or unknown, or a header line is wrong; kind `configuration` when the mapping is.
  public func run(source: String, paths: [String], dryRun: Bool = false) async throws -> ImportOutcome {
    let reading = try await ImportReading(source: source, paths: paths, session: session)
    let outcome = try await session.transaction(keepingIf: { _ in !dryRun }) { [session] connection in
      let work = try ImportWork(session: session, connection: connection, source: source, paths: paths)
      return try work.run(connection, reading)
    }
    return dryRun ? outcome.withoutID : outcome
  }
}

extension ImportOutcome {
  fileprivate var withoutID: ImportOutcome {
    ImportOutcome(
      id: nil,
      files: files,
      firstRejects: firstRejects,
      skips: skips,
      firstUnusableAddresses: firstUnusableAddresses,
      unusableAddresses: unusableAddresses,
      unread: unread
    )
  }
}

/// The statements of one import, in order, within its transaction.
struct ImportWork {
  /// Below this many rows statistics are not worth gathering.
  private static let many = 2000

  private let session: AgencySession
  private let source: String
  private let zones: Set<String>?
  private let importID: Int

  /// - Parameter zones: the names of time zones that the server knows, whose list takes long; nil: it is asked.
  init(
    session: AgencySession,
    connection: isolated Connection,
    source: String,
    paths: [String],
    zones: Set<String>? = nil
  ) throws {
    self.session = session
    self.source = source
    self.zones = zones
    let begin = try session.statement("import_begin", ["source": source, "paths": paths, "moment": Date()])
    guard let row = try connection.query(begin).first else {
      throw FollowUpError(.failed, "import_begin returned no row")
    }
    importID = try row.get("import_id")
  }

  func run(_ connection: isolated Connection, _ reading: ImportReading) throws -> ImportOutcome {
    let rows = try stage(connection, reading)
    session.logger.debug("staged", metadata: ["rows": "\(rows)"])
    let mayAnalyze = rows >= Self.many ? try self.mayAnalyze(connection) : false
    if mayAnalyze { try session.gatherStatistics("import_analyze_staging", on: connection) }

    // From here on nobody else writes derived rows of this agency; those who only read or record a touch do not wait.
    _ = try connection.query(try session.statement("agency_lock"))
    try execute(
      connection,
      "import_files",
      ["files": reading.files.map(\.file), "targets": reading.files.map(\.target)]
    )
    try execute(connection, "import_skips")
    try execute(connection, "import_repeats")
    let present = Set(reading.files.map(\.target))
    if present.contains("policy") { try put(connection, "import_time_zone") }
    let takesOut: Bool = try query(connection, "import_takes_out").first?.get("takes_out") ?? false
    for target in ImportTarget.all where takesOut || present.contains(target.name) {
      try put(connection, "import_\(target.name)")
      if target.name == "recruiters" { try execute(connection, "import_managers", ["source": source]) }
    }
    if takesOut { try put(connection, "import_take_out") }
    let outcome = try self.outcome(connection, unread: reading.unread)
    try execute(connection, "import_clear")
    try execute(connection, "import_finish", ["moment": Date()])
    if mayAnalyze, outcome.written >= Self.many {
      let answer = try query(connection, "import_has_grown", ["written": outcome.written]).first
      if try answer?.get("grown") == true { try session.gatherStatistics("import_analyze", on: connection) }
    }
    return outcome
  }

  /// The names in the rows of import_zones.
  static func zones(_ rows: [Row]) throws -> Set<String> { Set(try rows.map { try $0.get("name", as: String.self) }) }

  private func stage(_ connection: isolated Connection, _ reading: ImportReading) throws -> Int {
    let zones = try self.zones ?? Self.zones(connection.query(try session.statement("import_zones")))
    let check = CellCheck(zones: zones, dates: EventDates(asOf: session.asOf))
    var stream = StagingStream(
      sources: try reading.sources(),
      encoder: StagingEncoder(agency: session.agency.id, importID: importID, check: check)
    )
    if session.agency.relay != nil {
      var staged = 0
      let stage = try session.catalog.distribution("stage")
      while let piece = try stream.next() {
        staged += try connection.execute(try session.bind(stage, ["rows": String(decoding: piece, as: UTF8.self)]))
      }
      return staged
    }
    let copy = try session.catalog.engine("import_stage")
    return try connection.copyIn(copy.text, file: copy.path) { try stream.next() }
  }

  /// Runs a statement that is put together of parts: it stores the rows of a canonical file, or takes out what goes.
  private func put(_ connection: isolated Connection, _ name: String) throws {
    let values = session.texts(
      of: ["import": importID, "source": source, "parameters": try session.catalog.parametersAsJSON()]
    )
    guard let statement = try session.catalog.importStatement(name, values: values) else {
      throw FollowUpError(.failed, "\(name) is not put together of parts")
    }
    let started = Date()
    try connection.execute(try session.bind(statement))
    session.logger.debug(
      "stored",
      metadata: ["statement": "\(name)", "seconds": "\(Date().timeIntervalSince(started))"]
    )
  }

  private func execute(
    _ connection: isolated Connection,
    _ name: String,
    _ values: [String: (any PostgresEncodable)?] = [:]
  ) throws {
    try connection.execute(try session.statement(name, values.merging(["import": importID]) { $1 }))
  }

  private func query(
    _ connection: isolated Connection,
    _ name: String,
    _ values: [String: (any PostgresEncodable)?] = [:]
  ) throws -> [Row] {
    try connection.query(try session.statement(name, values.merging(["import": importID]) { $1 }))
  }

  private func mayAnalyze(_ connection: isolated Connection) throws -> Bool {
    try connection.query(try session.statement("import_may_analyze")).first?.get("may") ?? false
  }

  private func outcome(
    _ connection: isolated Connection,
    unread: [ImportOutcome.Unread]
  ) throws -> ImportOutcome {
    let addresses = try query(connection, "import_unusable_addresses", ["source": source])
    return ImportOutcome(
      id: importID,
      files: try query(connection, "import_counts").map { row in
        ImportOutcome.File(
          file: try row.get("file"),
          target: try row.get("target"),
          read: try row.get("rows_read"),
          added: try row.get("rows_added"),
          changed: try row.get("rows_changed"),
          unchanged: try row.get("rows_unchanged"),
          deleted: try row.get("rows_deleted"),
          rejected: try row.get("rows_rejected"),
          skipped: try row.get("rows_skipped")
        )
      },
      firstRejects: try query(connection, "import_first_rejects").map { row in
        ImportOutcome.Reject(
          file: try row.get("file"),
          line: try row.get("line"),
          column: try row.getOptional("column_name"),
          value: try row.getOptional("value"),
          reason: try row.get("reason")
        )
      },
      skips: try query(connection, "import_skip_reasons").map { row in
        ImportOutcome.Skip(
          file: try row.get("file"),
          target: try row.get("target"),
          reason: try row.get("reason"),
          rows: try row.get("rows"),
          firstLine: try row.get("first_line")
        )
      },
      firstUnusableAddresses: try addresses.map { row in
        ImportOutcome.UnusableAddress(
          file: try row.get("file"),
          line: try row.get("line"),
          address: try row.get("email"),
          reason: try row.get("fault")
        )
      },
      unusableAddresses: try addresses.first?.get("total") ?? 0,
      unread: unread
    )
  }
}

/// COPY data of all sources, one after the other, in pieces of bounded size.
struct StagingStream {
  private static let pieceSize = 1 << 16

  private var sources: ArraySlice<any RowSource>
  private var encoder: StagingEncoder

  init(sources: [any RowSource], encoder: StagingEncoder) {
    self.sources = sources[...]
    self.encoder = encoder
  }

  mutating func next() throws -> [UInt8]? {
    while encoder.bytes.count < Self.pieceSize, var source = sources.first {
      let isRow = try source.next(&encoder)
      if isRow { sources[sources.startIndex] = source } else { sources.removeFirst() }
    }
    return encoder.bytes.isEmpty ? nil : encoder.take()
  }
}
