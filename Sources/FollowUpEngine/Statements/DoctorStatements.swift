// Written by deploy/statements from sql/engine/doctor; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// What an operator should know of one agency: the server's clock, the queue, messages that need a person, the
  /// last run.
  package func doctor() throws -> Query<Doctor> {
    try query("doctor/doctor")
  }

  /// A row of sql/engine/doctor/doctor.sql.
  package struct Doctor: StatementRow {
    package static let columns = [
      "server_clock", "server_version", "role", "waiting", "queued", "last_run", "last_state", "dead_run",
    ]
    package let serverClock: Date
    package let serverVersion: String
    package let role: String
    package let waiting: Int
    package let queued: Int
    package let lastRun: String?
    package let lastState: String?
    package let deadRun: String?

    package init(_ row: Row) throws {
      serverClock = try row.get(at: 0)
      serverVersion = try row.get(at: 1)
      role = try row.get(at: 2)
      waiting = try row.get(at: 3)
      queued = try row.get(at: 4)
      lastRun = try row.getOptional(at: 5)
      lastState = try row.getOptional(at: 6)
      deadRun = try row.getOptional(at: 7)
    }
  }

  /// Whether a job ran for a date or a later one; no row where it never ran.
  package func doctorJob(date: String, job: String) throws -> Query<DoctorJob> {
    try query("doctor/doctor_job", ["date": date.postgresText, "job": job.postgresText])
  }

  /// A row of sql/engine/doctor/doctor_job.sql.
  package struct DoctorJob: StatementRow {
    package static let columns = ["has_run"]
    package let hasRun: Bool

    package init(_ row: Row) throws {
      hasRun = try row.get(at: 0)
    }
  }

  /// Which role the program uses, and for which roles and tables row-level security does not apply.
  package func doctorRole() throws -> Query<DoctorRole> {
    try query("doctor/doctor_role")
  }

  /// A row of sql/engine/doctor/doctor_role.sql.
  package struct DoctorRole: StatementRow {
    package static let columns = ["role", "is_superuser", "bypasses", "others", "unforced"]
    package let role: String
    package let isSuperuser: Bool
    package let bypasses: Bool
    package let others: String?
    package let unforced: String?

    package init(_ row: Row) throws {
      role = try row.get(at: 0)
      isSuperuser = try row.get(at: 1)
      bypasses = try row.get(at: 2)
      others = try row.getOptional(at: 3)
      unforced = try row.getOptional(at: 4)
    }
  }

}
