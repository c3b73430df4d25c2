// Written by deploy/statements from sql/engine/core; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// The agencies of the database, and whether the tables are distributed: then an agency's statements go to the
  /// node that holds its rows.
  package func agencies() throws -> Query<Agencies> {
    try query("core/agencies")
  }

  /// A row of sql/engine/core/agencies.sql.
  package struct Agencies: StatementRow {
    package static let columns = ["agency_id", "name", "time_zone", "distributed"]
    package let agencyID: Int
    package let name: String
    package let timeZone: String
    package let distributed: Bool

    package init(_ row: Row) throws {
      agencyID = try row.get(at: 0)
      name = try row.get(at: 1)
      timeZone = try row.get(at: 2)
      distributed = try row.get(at: 3)
    }
  }

  /// Agencies are added one at a time, so that names stay unique, however the tables are distributed.
  package func agenciesLock() throws -> Query<AgenciesLock> {
    try query("core/agencies_lock")
  }

  /// A row of sql/engine/core/agencies_lock.sql.
  package struct AgenciesLock: StatementRow {
    package static let columns = ["pg_advisory_xact_lock"]
    package let pgAdvisoryXactLock: String

    package init(_ row: Row) throws {
      pgAdvisoryXactLock = try row.get(at: 0)
    }
  }

  /// Adds an agency; no row where the name is taken.
  package func agencyAdd(name: String, timeZone: String) throws -> Change {
    try change("core/agency_add", ["name": name.postgresText, "time_zone": timeZone.postgresText])
  }

  /// One writer of derived rows per agency at a time; readers and those who record facts do not wait.
  package func agencyLock() throws -> Query<AgencyLock> {
    try query("core/agency_lock")
  }

  /// A row of sql/engine/core/agency_lock.sql.
  package struct AgencyLock: StatementRow {
    package static let columns = ["agency_id"]
    package let agencyID: Int

    package init(_ row: Row) throws {
      agencyID = try row.get(at: 0)
    }
  }

  /// Removes an agency; all that belongs to it goes with it.
  package func agencyRemove() throws -> Change {
    try change("core/agency_remove")
  }

  /// Gives an agency another name.
  package func agencyRename(name: String) throws -> Change {
    try change("core/agency_rename", ["name": name.postgresText])
  }

  /// How much a night has to do for the agency, roughly: who waits to be planned, and the open work that lists and
  /// nudges go through.
  package func agencyWork() throws -> Query<AgencyWork> {
    try query("core/agency_work")
  }

  /// A row of sql/engine/core/agency_work.sql.
  package struct AgencyWork: StatementRow {
    package static let columns = ["work"]
    package let work: Int

    package init(_ row: Row) throws {
      work = try row.get(at: 0)
    }
  }

  /// Chooses the agency for row-level security, for this transaction only.
  package func chooseAgency() throws -> Query<ChooseAgency> {
    try query("core/choose_agency")
  }

  /// A row of sql/engine/core/choose_agency.sql.
  package struct ChooseAgency: StatementRow {
    package static let columns = ["set_config"]
    package let setConfig: String

    package init(_ row: Row) throws {
      setConfig = try row.get(at: 0)
    }
  }

  /// What is wrong with a policy value that is to be a date; NULL: nothing.
  package func dateFault(value: String) throws -> Query<DateFault> {
    try query("core/date_fault", ["value": value.postgresText])
  }

  /// A row of sql/engine/core/date_fault.sql.
  package struct DateFault: StatementRow {
    package static let columns = ["fault"]
    package let fault: String?

    package init(_ row: Row) throws {
      fault = try row.getOptional(at: 0)
    }
  }

  /// Whether this server is a standby, and how far it is behind its primary.
  package func replicaLag() throws -> Query<ReplicaLag> {
    try query("core/replica_lag")
  }

  /// A row of sql/engine/core/replica_lag.sql.
  package struct ReplicaLag: StatementRow {
    package static let columns = ["is_standby", "is_up_to_date", "replayed_until", "seconds_behind"]
    package let isStandby: Bool
    package let isUpToDate: Bool
    package let replayedUntil: Date?
    package let secondsBehind: Int?

    package init(_ row: Row) throws {
      isStandby = try row.get(at: 0)
      isUpToDate = try row.get(at: 1)
      replayedUntil = try row.getOptional(at: 2)
      secondsBehind = try row.getOptional(at: 3)
    }
  }

  /// Whether the server knows the time zone.
  package func zoneIsKnown(zone: String) throws -> Query<ZoneIsKnown> {
    try query("core/zone_is_known", ["zone": zone.postgresText])
  }

  /// A row of sql/engine/core/zone_is_known.sql.
  package struct ZoneIsKnown: StatementRow {
    package static let columns = ["known"]
    package let known: Bool

    package init(_ row: Row) throws {
      known = try row.get(at: 0)
    }
  }

}
