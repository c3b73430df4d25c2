import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Logging
import Postgres
import Synchronization

/// What commands understand that work for every agency.
struct AllAgenciesOptions: ParsableArguments {
  @Flag(help: "Every agency of the database, several side by side; one that fails does not stop the others.")
  var allAgencies = false

  @Option(
    help: ArgumentHelp(
      "With --all-agencies: how many at a time, each over its own connection; default: one for each processor, as far as "
        + "the server has room. With plan of one agency: over how many connections; default: one.",
      valueName: "n"
    )
  )
  var connections: Int?

  /// Refuses what does not go together; `oneByMany`: the command works for one agency over several connections too.
  func check(with options: GlobalOptions, oneByMany: Bool = false) throws {
    if allAgencies && options.agency != nil {
      throw ValidationError("--all-agencies means every agency; leave --agency out")
    }
    guard let connections else { return }
    if !allAgencies && !oneByMany { throw ValidationError("--connections can be used only with --all-agencies") }
    if connections < 1 { throw ValidationError("--connections must be at least 1") }
  }
}

/// Every agency of the database, worked for side by side.
struct AllAgencies: Sendable {
  private let bootstrap: Bootstrap
  private let catalog: Catalog
  private let moment: Date
  private let settings: Connection.Settings
  /// The agencies, those with the least to do first.
  let agencies: [Agency]
  private let first: Connection
  /// How many agencies are worked for at a time.
  let number: Int

  /// Connects, asks how much there is to do for each agency and how many connections the server has room for.
  init(_ bootstrap: Bootstrap, connections asked: Int?) async throws {
    self.bootstrap = bootstrap
    catalog = bootstrap.catalog
    moment = try bootstrap.options.moment()
    settings = try bootstrap.connectionSettings()
    first = try await Connection.open(settings)
    try await bootstrap.bringUpToDate(first)
    agencies = try await Agencies(connection: first, catalog: catalog).byWork(asOf: moment)
    if agencies.isEmpty {
      throw FollowUpError(
        .usage,
        "this database has no agency yet",
        remedy: "add one: followup agency add NAME --time-zone ZONE"
      )
    }
    let room = try await ConnectionRoom.read(first, catalog)
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let (number, cut) = room.connections(asked: asked, agencies: agencies.count, processors: processors)
    self.number = number
    if let cut {
      bootstrap.logger.warning("\(number) connection\(number == 1 ? "" : "s"), not \(asked ?? processors): \(cut)")
    }
  }

  /// Does the work for every agency; what fails is named at once. A signal ends all of it at the next safe point.
  ///
  /// - Returns: what came of it where it did not fail.
  /// - Throws: ``ExitStatus/Partial`` when some failed; when all did, the code they share, else ``ExitStatus/Failed``.
  func work<Value: Sendable>(
    _ work: @escaping @Sendable (AgencySession) async throws -> Value
  ) async throws -> Outcome<
    Value
  > {
    let options = bootstrap.options
    let crew = AgencyPool(agencies, connections: number, logger: bootstrap.logger) {
      try await Connection.open(settings)
    }
    let (progress, count) = (options.progressTeller, agencies.count)
    let done = Mutex(0)
    progress?(WorkProgress("all agencies", done: 0, of: count, unit: "agencies"))
    let begun = try await Interruption.guarding {
      let outcome = await crew.run(on: first) { agency, connection in
        var session = session(agency, connection)
        defer {
          let number = done.withLock { number in
            number += 1
            return number
          }
          progress?(WorkProgress("all agencies", done: number, of: count, unit: "agencies"))
        }
        do {
          session.answers = try Incoming.answers(bootstrap.settings, agency)
          return try await work(session.at(try await options.moment(for: session)))
        } catch {
          session.logger.error("\(ExitStatus.message(for: error) ?? "\(error)")")
          throw error
        }
      }
      return (outcome: outcome, wasInterrupted: Task.isCancelled)
    }
    return Outcome(begun.outcome, wasInterrupted: begun.wasInterrupted)
  }

  private func session(_ agency: Agency, _ connection: Connection) -> AgencySession {
    var logger = bootstrap.logger
    logger[metadataKey: LogLines.agency] = "\(agency.name)"
    return AgencySession(connection: connection, catalog: catalog, agency: agency, asOf: moment, logger: logger)
  }

  /// What came of the work for all of them.
  struct Outcome<Value: Sendable>: Sendable {
    /// Agencies with what came of the work, by name.
    let done: [(agency: Agency, value: Value)]
    /// Those for whom it failed, by name, with why.
    let failed: [(agency: Agency, error: any Error)]
    /// Those that were not begun, by name.
    let notBegun: [Agency]
    let wasInterrupted: Bool

    fileprivate init(_ outcome: AgencyPool.Outcome<Value>, wasInterrupted: Bool) {
      var done: [(agency: Agency, value: Value)] = []
      var failed: [(agency: Agency, error: any Error)] = []
      for ending in outcome.endings.sorted(by: { $0.agency.name < $1.agency.name }) {
        switch ending.result {
        case .success(let value): done.append((ending.agency, value))
        case .failure(let error): failed.append((ending.agency, error))
        }
      }
      self.done = done
      self.failed = failed
      notBegun = outcome.notBegun.sorted { $0.name < $1.name }
      self.wasInterrupted = wasInterrupted
    }

    /// The error that the program ends with when some of it failed, once everything has been said.
    ///
    /// - Parameter isPartial: whether something failed within what was done.
    func verdict(isPartial: Bool) -> (any Error)? {
      let total = done.count + failed.count + notBegun.count
      if wasInterrupted && failed.count + notBegun.count > 0 {
        return FollowUpError(
          .failed,
          "interrupted: \(failed.count + notBegun.count) of \(total) agencies are not done",
          remedy: "run the same command again to continue"
        )
      }
      if failed.isEmpty && notBegun.isEmpty { return isPartial ? ExitStatus.Partial() : nil }
      let names = (failed.map(\.agency) + notBegun).map(\.name).joined(separator: ", ")
      let notDone = "\(failed.count + notBegun.count) of \(total) agencies are not done: \(names)"
      guard done.isEmpty else {
        return FollowUpError(
          .partial,
          notDone,
          remedy: "see the messages of each; run the same command again to do the rest"
        )
      }
      let codes = Set(failed.compactMap { ExitStatus.code(for: $0.error) })
      let shared = codes.count == 1 ? codes.first.flatMap(FollowUpError.Kind.init(rawValue:)) : nil
      return FollowUpError(shared ?? .failed, notDone, remedy: "see the messages of each")
    }
  }
}
