public import Catalog
import Citus
public import Foundation
import Logging
public import Postgres

/// The tenants of a database.
public struct Agencies: Sendable {
  private let connection: Connection
  private let catalog: Catalog

  /// The tenants in the connection's database.
  public init(connection: Connection, catalog: Catalog) {
    self.connection = connection
    self.catalog = catalog
  }

  /// All of them, by name.
  public func list() async throws -> [Agency] {
    let rows = try await connection.query(Statements(catalog).agencies())
    let isDistributed = rows.first?.distributed == true
    let relays = isDistributed ? try await Distribution(catalog).relays(to: rows.map(\.agencyID), connection) : [:]
    return rows.map { row in
      Agency(id: row.agencyID, name: row.name, timeZone: row.timeZone, relay: relays[row.agencyID])
    }
  }

  /// All of them, by how much a night has to do for them at that moment: the least first.
  public func byWork(asOf: Date) async throws -> [Agency] {
    var weighed: [(work: Int, agency: Agency)] = []
    for agency in try await list() {
      let session = AgencySession(
        connection: connection,
        catalog: catalog,
        agency: agency,
        asOf: asOf,
        logger: Logger(label: "followup") { _ in SwiftLogNoOpLogHandler() }
      )
      let rows = try await session.transaction { connection in try connection.query(session.statements.agencyWork()) }
      weighed.append((rows.first?.work ?? 0, agency))
    }
    return weighed.sorted { ($0.work, $0.agency.id) < ($1.work, $1.agency.id) }.map(\.agency)
  }

  /// A folder's name for each agency, by its id: its name in lower-case Latin letters, with its id where an older one is called so.
  public static func folders(_ agencies: [Agency]) -> [Int: String] {
    var folders: [Int: String] = [:]
    for agency in agencies.sorted(by: { $0.id < $1.id }) {
      let name = WorklistFileNames.slug(agency.name)
      let isFree = !name.isEmpty && !folders.values.contains(name)
      folders[agency.id] = isFree ? name : [name, "\(agency.id)"].filter { !$0.isEmpty }.joined(separator: "-")
    }
    return folders
  }

  /// The one of that name; without a name the only one there is.
  public func find(_ name: String?) async throws -> Agency {
    let all = try await list()
    let names = all.map(\.name).joined(separator: ", ")
    if let name {
      guard let agency = all.first(where: { Agencies.key($0.name) == Agencies.key(name) }) else {
        throw FollowUpError(
          .usage,
          "the agency \"\(name)\" does not exist",
          remedy: all.isEmpty ? "add it: followup agency add \"\(name)\" --time-zone ZONE" : "use one of: \(names)"
        )
      }
      return agency
    }
    guard let first = all.first else {
      throw FollowUpError(
        .usage,
        "this database has no agency yet",
        remedy: "add one: followup agency add NAME --time-zone ZONE"
      )
    }
    guard all.count == 1 else {
      throw FollowUpError(
        .usage,
        "this database has \(all.count) agencies",
        remedy: "say which with --agency: \(names)"
      )
    }
    return first
  }

  /// What two names of the same agency have in common: names are compared without case and blanks.
  static func key(_ name: String) -> String {
    name.lowercased().filter { !$0.isWhitespace }
  }

  /// Gives one another name; one that is taken is refused.
  ///
  /// - Parameter dryRun: all of it is tried, and nothing stays.
  public func rename(_ name: String, to newName: String, dryRun: Bool = false) async throws -> Agency {
    let agency = try await find(name)
    let lock = try Statements(catalog).agenciesLock()
    let existing = try Statements(catalog).agencies()
    let rename = try Statements(catalog, agency: agency.id).agencyRename(name: newName)
    try await connection.transaction(keepingIf: { _ in !dryRun }) { connection in
      _ = try connection.query(lock)
      let others = try connection.query(existing).filter { $0.agencyID != agency.id }
      guard !others.contains(where: { Agencies.key($0.name) == Agencies.key(newName) }),
        !Agencies.key(newName).isEmpty
      else {
        throw FollowUpError(.usage, "an agency cannot be called \"\(newName)\"", remedy: "choose another name")
      }
      try connection.execute(rename)
    }
    return dryRun ? agency : try await find(newName)
  }

  /// Removes one with all that is stored of it.
  ///
  /// - Parameter dryRun: all of it is tried, and nothing stays.
  public func remove(_ name: String, dryRun: Bool = false) async throws -> Agency {
    let agency = try await find(name)
    let statements = Statements(catalog, agency: agency.id)
    let (remove, choose) = (try statements.agencyRemove(), try statements.chooseAgency())
    try await connection.transaction(keepingIf: { _ in !dryRun }) { connection in
      _ = try connection.query(choose)
      try connection.execute(remove)
    }
    return agency
  }

  /// Adds one. A name that is taken, a zone that is not known and what is not a date are refused.
  ///
  /// - Parameters:
  ///   - inForceFrom: its policy `in_force_from`, a date such as 2026-11-20; nil: none.
  ///   - dryRun: all of it is tried, and nothing stays; the agency then has the id 0.
  public func add(
    name: String,
    timeZone: String,
    inForceFrom: String? = nil,
    dryRun: Bool = false
  ) async throws -> Agency {
    let statements = Statements(catalog)
    guard try await connection.query(statements.zoneIsKnown(zone: timeZone)).first?.known == true else {
      throw FollowUpError(
        .usage,
        "\"\(timeZone)\" is not a time zone",
        remedy: "give its IANA name, such as America/New_York or Europe/Zurich"
      )
    }
    if let inForceFrom {
      if let fault = try await connection.query(statements.dateFault(value: inForceFrom)).first?.fault {
        throw FollowUpError(
          .usage,
          "--in-force-from \(fault), not \"\(inForceFrom)\"",
          remedy: "nothing was added"
        )
      }
    }
    let (lock, existing) = (try statements.agenciesLock(), try statements.agencies())
    let add = try statements.agencyAdd(name: name, timeZone: timeZone)
    try await connection.transaction(keepingIf: { _ in !dryRun }) { connection in
      _ = try connection.query(lock)
      guard try !connection.query(existing).contains(where: { Agencies.key($0.name) == Agencies.key(name) }),
        try connection.execute(add) == 1
      else {
        throw FollowUpError(.usage, "an agency \"\(name)\" already exists", remedy: "choose another name")
      }
    }
    if dryRun { return Agency(id: 0, name: name, timeZone: timeZone) }
    let agency = try await find(name)
    if let inForceFrom {
      let session = AgencySession(
        connection: connection,
        catalog: catalog,
        agency: agency,
        asOf: Date(),
        logger: Logger(label: "followup") { _ in SwiftLogNoOpLogHandler() }
      )
      try await PolicyBook(session).set(key: "in_force_from", value: inForceFrom, client: nil)
    }
    return agency
  }
}
