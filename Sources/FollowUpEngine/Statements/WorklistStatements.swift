// Written by deploy/statements from sql/engine/worklist; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// Nine o'clock on the agency's next working date: when somebody who could not be reached is tried again.
  package func worklistNextMorning() throws -> Query<WorklistNextMorning> {
    try query("worklist/worklist_next_morning")
  }

  /// A row of sql/engine/worklist/worklist_next_morning.sql.
  package struct WorklistNextMorning: StatementRow {
    package static let columns = ["moment"]
    package let moment: Date

    package init(_ row: Row) throws {
      moment = try row.get(at: 0)
    }
  }

  /// The recruiters that a word means: their id at the source, email or name; else the start of a word in the names
  /// of those who work here; without a word, all who work here.
  package func worklistRecruiters(wanted: String?) throws -> Query<WorklistRecruiters> {
    try query("worklist/worklist_recruiters", ["wanted": wanted.postgresText])
  }

  /// A row of sql/engine/worklist/worklist_recruiters.sql.
  package struct WorklistRecruiters: StatementRow {
    package static let columns = ["recruiter_id", "external_id", "name", "email"]
    package let recruiterID: Int
    package let externalID: String
    package let name: String
    package let email: String

    package init(_ row: Row) throws {
      recruiterID = try row.get(at: 0)
      externalID = try row.get(at: 1)
      name = try row.get(at: 2)
      email = try row.get(at: 3)
    }
  }

}
