// Written by deploy/statements from sql/engine/check; not to be edited.

package import Catalog
package import Postgres

extension Statements {
  /// Adds the agency of an example of a rule, in a transaction that is rolled back.
  package func exampleAgency(name: String, timeZone: String) throws -> Query<ExampleAgency> {
    try query("check/example_agency", ["name": name.postgresText, "time_zone": timeZone.postgresText])
  }

  /// A row of sql/engine/check/example_agency.sql.
  package struct ExampleAgency: StatementRow {
    package static let columns = ["agency_id"]
    package let agencyID: Int

    package init(_ row: Row) throws {
      agencyID = try row.get(at: 0)
    }
  }

  /// What a rule asks for in the agency of an example, in the order of the report follow_ups: by the ids of the
  /// source, in local times.
  package func exampleFollowUps() throws -> Query<ExampleFollowUps> {
    try query("check/example_follow_ups")
  }

  /// A row of sql/engine/check/example_follow_ups.sql.
  package struct ExampleFollowUps: StatementRow {
    package static let columns = [
      "state", "late", "candidate", "application", "interview", "occurrence", "party_kind", "party", "recruiter",
      "anchor", "from", "until", "opens", "due", "expires", "done", "reason", "remark",
    ]
    package let state: String
    package let late: String?
    package let candidate: String
    package let application: String?
    package let interview: String?
    package let occurrence: String?
    package let partyKind: String?
    package let party: String?
    package let recruiter: String
    package let anchor: String
    package let from: String
    package let until: String?
    package let opens: String
    package let due: String
    package let expires: String?
    package let done: String?
    package let reason: String?
    package let remark: String?

    package init(_ row: Row) throws {
      state = try row.get(at: 0)
      late = try row.getOptional(at: 1)
      candidate = try row.get(at: 2)
      application = try row.getOptional(at: 3)
      interview = try row.getOptional(at: 4)
      occurrence = try row.getOptional(at: 5)
      partyKind = try row.getOptional(at: 6)
      party = try row.getOptional(at: 7)
      recruiter = try row.get(at: 8)
      anchor = try row.get(at: 9)
      from = try row.get(at: 10)
      until = try row.getOptional(at: 11)
      opens = try row.get(at: 12)
      due = try row.get(at: 13)
      expires = try row.getOptional(at: 14)
      done = try row.getOptional(at: 15)
      reason = try row.getOptional(at: 16)
      remark = try row.getOptional(at: 17)
    }
  }

  /// A rule or guardrail by itself over all candidates, for the server to describe.
  package func ruleAlone(bodySQL: [SQLPart]) throws -> SQLPart {
    try part("check/rule_alone", parts: ["body": bodySQL])
  }

  /// A rule as a view, so that the server says what it reads; in a transaction that is rolled back.
  package func ruleAsView(ruleSQL: [SQLPart]) throws -> SQLPart {
    try part("check/rule_as_view", parts: ["rule": ruleSQL])
  }

  /// Before a statement: how the server would run it, as JSON.
  package func rulePlan() throws -> SQLFile {
    try script("check/rule_plan")
  }

  /// What the view rule_as_view reads although its changes queue nobody: columns without a trigger that queues, and
  /// functions that may read tables.
  package func ruleReadsUnqueued() throws -> Query<RuleReadsUnqueued> {
    try query("check/rule_reads_unqueued")
  }

  /// A row of sql/engine/check/rule_reads_unqueued.sql.
  package struct RuleReadsUnqueued: StatementRow {
    package static let columns = ["input"]
    package let input: String

    package init(_ row: Row) throws {
      input = try row.get(at: 0)
    }
  }

  /// What a view calls that says something else at each reading: clocks, random numbers, sequences. On what is
  /// built in the server keeps no dependencies, so the names come from the view's own tree.
  package func viewReadsClock(view: String) throws -> Query<ViewReadsClock> {
    try query("check/view_reads_clock", ["view": view.postgresText])
  }

  /// A row of sql/engine/check/view_reads_clock.sql.
  package struct ViewReadsClock: StatementRow {
    package static let columns = ["name"]
    package let name: String

    package init(_ row: Row) throws {
      name = try row.get(at: 0)
    }
  }

}
