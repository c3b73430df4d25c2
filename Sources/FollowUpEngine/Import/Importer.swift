import Catalog
import Citus
import Foundation
import Logging
import Postgres
public import Tabular

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
  ///   - extent: whether the files are a complete export.
  ///   - dryRun: checks and counts everything, and stores nothing.
  /// - Throws: kind `badData` when a file or folder is missing or unknown, a header line is wrong, or a complete export has rejects or lacks
  ///   too much; kind `configuration` when the mapping is wrong.
  public func run(
    source: String,
    paths: [String],
    extent: ImportExtent = .part,
    dryRun: Bool = false
  ) async throws -> ImportOutcome {
    let reading = try await ImportReading(source: source, paths: paths, session: session)
    let outcome = try await session.transaction(keepingIf: { _ in !dryRun }) { [session] connection in
      let work = try ImportWork(session: session, connection: connection, source: source, paths: paths)
      return try work.run(connection, reading, extent: extent)
    }
    return dryRun ? outcome.withoutID : outcome
  }

  /// Imports files or folders, writes what that does to each row, and rolls all of it back.
  ///
  /// - Parameters:
  ///   - source: as for ``run(source:paths:extent:dryRun:)``.
  ///   - limit: how many rows of each kind (added, changed, deleted, rejected, skipped) and canonical file are written.
  /// - Returns: the counts; the import has no id, since nothing of it stays.
  /// - Throws: as ``run(source:paths:extent:dryRun:)`` does; a `TabularError` when the table cannot be written.
  public func preview(
    source: String,
    paths: [String],
    extent: ImportExtent = .part,
    limit: Int,
    format: Format,
    output: Output,
    options: SinkOptions
  ) async throws -> ImportOutcome {
    let reading = try await ImportReading(source: source, paths: paths, session: session)
    return try await session.rollingBack { [session] connection in
      let work = try ImportWork(session: session, connection: connection, source: source, paths: paths)
      return try work.run(connection, reading, extent: extent) { connection in
        _ = try StatementTable(session).write(
          try work.composed("import_preview", more: ["limit": limit, "targets": ImportTarget.all.map(\.name)]),
          title: "import --preview",
          format: format,
          output: output,
          options: options,
          on: connection
        )
      }
    }.withoutID
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
      unread: unread,
      vanished: vanished
    )
  }
}

/// How much of the source an import's files hold.
public enum ImportExtent: Sendable, Equatable {
  /// Some rows: what is not among them stays as it is.
  case part
  /// All rows there are: what is stored of the same source and is not among them becomes inactive. More than a third of a canonical
  /// file's rows only where `allowMany` says so.
  case complete(allowMany: Bool)
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
    let begin = try session.statements.importBegin(by: NSUserName(), moment: Date(), paths: paths, source: source)
    guard let row = try connection.query(begin).first else {
      throw FollowUpError(.failed, "import_begin returned no row")
    }
    importID = row.importID
  }

  /// - Parameter look: looks at what was done, before it is known only by its counts.
  func run(
    _ connection: isolated Connection,
    _ reading: ImportReading,
    extent: ImportExtent = .part,
    look: (isolated Connection) throws -> Void = { _ in }
  ) throws -> ImportOutcome {
    let rows = try stage(connection, reading)
    session.logger.debug("staged", metadata: ["rows": "\(rows)"])
    let statements = session.statements
    let mayAnalyze = rows >= Self.many ? try connection.query(statements.importMayAnalyze()).first?.may == true : false
    if mayAnalyze { try session.gatherStatistics(statements.importAnalyzeStaging(), on: connection) }

    // From here on nobody else writes derived rows of this agency; those who only read or record a touch do not wait.
    _ = try connection.query(statements.agencyLock())
    let hasMerged = try connection.query(statements.importHasMerged(source: source)).first?.hasMerged == true
    if hasMerged { try connection.execute(statements.importMerged(import: importID, source: source)) }
    try connection.execute(
      statements.importFiles(
        files: reading.files.map(\.file),
        import: importID,
        targets: reading.files.map(\.target)
      )
    )
    try connection.execute(statements.importSkips(import: importID))
    try connection.execute(statements.importRepeats(import: importID))
    if hasMerged { try connection.execute(statements.importMergedAttendees(import: importID, source: source)) }
    let present = Set(reading.files.map(\.target))
    let vanished = try vanishing(connection, extent, of: present)
    if present.contains("policy") { try put(connection, "import_time_zone") }
    let takesOut = try connection.query(statements.importTakesOut(import: importID)).first?.takesOut == true
    let targets = ImportTarget.all.filter { takesOut || present.contains($0.name) }
    for (done, target) in targets.enumerated() {
      session.progress?(WorkProgress("store", done: done, of: targets.count, unit: "tables"))
      try put(connection, "import_\(target.name)")
      if target.name == "recruiters" {
        try connection.execute(statements.importManagers(import: importID, source: source))
      }
    }
    if takesOut {
      try put(connection, "import_note_gone")
      try put(connection, "import_take_out")
    }
    for vanished in vanished {
      guard vanished.became != nil, let target = ImportTarget.named(vanished.target) else { continue }
      let values = session.texts(of: ["import": importID, "source": source])
      try connection.execute(
        try session.bind(try session.catalog.importStatement("import_vanished", of: target, values: values))
      )
    }
    let outcome = try self.outcome(connection, unread: reading.unread, vanished: vanished)
    if extent != .part, let reject = outcome.firstRejects.first {
      throw FollowUpError(
        .badData,
        "a complete export must have no rejects, and \(outcome.rejected) of its rows are rejected; the first: \(reject)",
        remedy: "nothing was stored: correct the rows, or import without --complete"
      )
    }
    try look(connection)
    try connection.execute(statements.importClear(import: importID))
    try connection.execute(statements.importForget(moment: Date()))
    _ = try connection.query(statements.importFinish(import: importID, moment: Date()))
    if mayAnalyze, outcome.written >= Self.many,
      try connection.query(statements.importHasGrown(import: importID, written: outcome.written)).first?.grown == true
    {
      try session.gatherStatistics(statements.importAnalyze(), on: connection)
    }
    return outcome
  }

  /// What is stored of the source and not in its files, before these are stored.
  ///
  /// - Throws: kind `badData` when it is more than a third of a canonical file and that was not allowed: half exports happen.
  private func vanishing(
    _ connection: isolated Connection,
    _ extent: ImportExtent,
    of present: Set<String>
  ) throws -> [ImportOutcome.Vanished] {
    guard case .complete(let allowMany) = extent else { return [] }
    let targets = ImportTarget.complete.map(\.name).filter(present.contains)
    let missing = try connection.query(
      session.statements.importMissing(import: importID, source: source, targets: targets)
    )
    if !allowMany, let many = missing.first(where: { $0.missing * 3 > $0.stored }) {
      throw FollowUpError(
        .badData,
        "this export lacks \(many.missing) of the \(many.stored) \(many.target) that are stored from \(source), more than a third",
        remedy: "nothing was stored: export all of them, or add --allow-many if they have really gone"
      )
    }
    return missing.filter { $0.missing > 0 }.map {
      ImportOutcome.Vanished(target: $0.target, rows: $0.missing, became: ImportTarget.named($0.target)?.inactive)
    }
  }

  private func stage(_ connection: isolated Connection, _ reading: ImportReading) throws -> Int {
    let zones = try self.zones ?? Set(connection.query(session.statements.importZones()).map(\.name))
    let check = CellCheck(zones: zones, dates: EventDates(asOf: session.asOf))
    var stream = StagingStream(
      sources: try reading.sources(),
      encoder: StagingEncoder(agency: session.agency.id, importID: importID, check: check),
      progress: session.progress
    )
    if session.agency.relay != nil {
      var staged = 0
      let stage = try Distribution(session.catalog).stage
      while let piece = try stream.next() {
        staged += try connection.execute(try session.bind(stage, ["rows": String(decoding: piece, as: UTF8.self)]))
      }
      return staged
    }
    let copy = try session.statements.importStage()
    return try connection.copyIn(copy.text, file: copy.path) { try stream.next() }
  }

  /// Runs a statement that is put together of parts: it stores the rows of a canonical file, or takes out what goes.
  private func put(_ connection: isolated Connection, _ name: String) throws {
    let statement = try composed(name)
    let started = Date()
    try connection.execute(statement)
    session.logger.debug(
      "stored",
      metadata: ["statement": "\(name)", "seconds": "\(Date().timeIntervalSince(started))"]
    )
  }

  /// A statement that is put together of parts, with what the import is known by and more.
  func composed(_ name: String, more: [String: (any PostgresEncodable)?] = [:]) throws -> Statement {
    let values = session.texts(
      of: [
        "import": importID, "source": source, "parameters": try session.catalog.parametersAsJSON(),
        "by": "\(NSUserName()), import \(importID)",
      ].merging(more) { $1 }
    )
    guard let statement = try session.catalog.importStatement(name, values: values) else {
      throw FollowUpError(.failed, "\(name) is not put together of parts")
    }
    return try session.bind(statement)
  }

  private func outcome(
    _ connection: isolated Connection,
    unread: [ImportOutcome.Unread],
    vanished: [ImportOutcome.Vanished]
  ) throws -> ImportOutcome {
    let statements = session.statements
    let addresses = try connection.query(statements.importUnusableAddresses(import: importID, source: source))
    return ImportOutcome(
      id: importID,
      files: try connection.query(statements.importCounts(import: importID)).map { row in
        ImportOutcome.File(
          file: row.file,
          target: row.target,
          read: row.rowsRead,
          added: row.rowsAdded,
          changed: row.rowsChanged,
          unchanged: row.rowsUnchanged,
          deleted: row.rowsDeleted,
          rejected: row.rowsRejected,
          skipped: row.rowsSkipped
        )
      },
      firstRejects: try connection.query(statements.importFirstRejects(import: importID)).map { row in
        ImportOutcome.Reject(
          file: row.file,
          line: row.line,
          column: row.columnName,
          value: row.value,
          reason: row.reason
        )
      },
      skips: try connection.query(statements.importSkipReasons(import: importID)).map { row in
        ImportOutcome.Skip(
          file: row.file,
          target: row.target,
          reason: row.reason,
          rows: row.rows,
          firstLine: row.firstLine
        )
      },
      firstUnusableAddresses: addresses.map { row in
        ImportOutcome.UnusableAddress(
          file: row.file,
          line: row.line,
          address: row.email,
          reason: row.fault
        )
      },
      unusableAddresses: addresses.first?.total ?? 0,
      unread: unread,
      vanished: vanished
    )
  }
}

/// COPY data of all sources, one after the other, in pieces of bounded size.
struct StagingStream {
  private static let pieceSize = 1 << 16

  private var sources: ArraySlice<any RowSource>
  private var encoder: StagingEncoder
  private let progress: ProgressTeller?
  private let size: Int
  private var finished = 0

  init(sources: [any RowSource], encoder: StagingEncoder, progress: ProgressTeller?) {
    self.sources = sources[...]
    self.encoder = encoder
    self.progress = progress
    size = sources.reduce(0) { $0 + $1.extent.size }
  }

  mutating func next() throws -> [UInt8]? {
    while encoder.bytes.count < Self.pieceSize, var source = sources.first {
      let isRow = try source.next(&encoder)
      if isRow {
        sources[sources.startIndex] = source
      } else {
        sources.removeFirst()
        finished += source.extent.size
      }
    }
    if let progress {
      let read = finished + (sources.first?.extent.read ?? 0)
      progress(WorkProgress("read", done: min(read, size) / 1024, of: size / 1024, unit: "KiB"))
    }
    return encoder.bytes.isEmpty ? nil : encoder.take()
  }
}
