// Written by deploy/statements from sql/engine/report; not to be edited.

package import Postgres

extension Statements {
  /// Who gets the pack of a job by mail: active managers who have no active manager of their own; was_made: the
  /// mail of the local date of as_of was made already.
  package func packRecipients(job: String) throws -> Query<PackRecipients> {
    try query("report/pack_recipients", ["job": job.postgresText])
  }

  /// A row of sql/engine/report/pack_recipients.sql.
  package struct PackRecipients: StatementRow {
    package static let columns = ["recruiter_id", "name", "address", "key", "local_date", "was_made"]
    package let recruiterID: Int
    package let name: String
    package let address: String
    package let key: String
    package let localDate: String
    package let wasMade: Bool

    package init(_ row: Row) throws {
      recruiterID = try row.get(at: 0)
      name = try row.get(at: 1)
      address = try row.get(at: 2)
      key = try row.get(at: 3)
      localDate = try row.get(at: 4)
      wasMade = try row.get(at: 5)
    }
  }

  /// Chooses the agency, the role that only reads where this user may take it on, and how long a statement may
  /// take; for this transaction only.
  package func reportBegin(limit: String) throws -> Query<ReportBegin> {
    try query("report/report_begin", ["limit": limit.postgresText])
  }

  /// A row of sql/engine/report/report_begin.sql.
  package struct ReportBegin: StatementRow {
    package static let columns = ["agency", "time_limit", "role"]
    package let agency: String
    package let timeLimit: String
    package let role: String?

    package init(_ row: Row) throws {
      agency = try row.get(at: 0)
      timeLimit = try row.get(at: 1)
      role = try row.getOptional(at: 2)
    }
  }

  /// The agency's date at as_of, from which a report's days are counted.
  package func reportToday() throws -> Query<ReportToday> {
    try query("report/report_today")
  }

  /// A row of sql/engine/report/report_today.sql.
  package struct ReportToday: StatementRow {
    package static let columns = ["today"]
    package let today: String

    package init(_ row: Row) throws {
      today = try row.get(at: 0)
    }
  }

}
