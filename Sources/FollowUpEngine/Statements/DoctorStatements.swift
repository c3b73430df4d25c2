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

  /// Who logs in, and whether what goes to and fro can be read on the way; behind a pooler that is the pooler's own
  /// connection.
  package func doctorLogin() throws -> Query<DoctorLogin> {
    try query("doctor/doctor_login")
  }

  /// A row of sql/engine/doctor/doctor_login.sql.
  package struct DoctorLogin: StatementRow {
    package static let columns = ["login", "acts_for_another", "is_superuser", "is_encrypted", "is_local"]
    package let login: String
    package let actsForAnother: Bool
    package let isSuperuser: Bool
    package let isEncrypted: Bool
    package let isLocal: Bool

    package init(_ row: Row) throws {
      login = try row.get(at: 0)
      actsForAnother = try row.get(at: 1)
      isSuperuser = try row.get(at: 2)
      isEncrypted = try row.get(at: 3)
      isLocal = try row.get(at: 4)
    }
  }

  /// Runs whose runner gives signs of life and that take far longer than the job usually does: three times as long,
  /// and more than half an hour.
  package func doctorLongRuns() throws -> Query<DoctorLongRuns> {
    try query("doctor/doctor_long_runs")
  }

  /// A row of sql/engine/doctor/doctor_long_runs.sql.
  package struct DoctorLongRuns: StatementRow {
    package static let columns = ["run_id", "job", "business_date", "elapsed", "usual"]
    package let runID: Int
    package let job: String
    package let businessDate: String
    package let elapsed: String
    package let usual: String

    package init(_ row: Row) throws {
      runID = try row.get(at: 0)
      job = try row.get(at: 1)
      businessDate = try row.get(at: 2)
      elapsed = try row.get(at: 3)
      usual = try row.get(at: 4)
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
