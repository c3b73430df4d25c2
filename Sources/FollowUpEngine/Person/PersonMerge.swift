import Catalog
import Citus
public import Foundation
import Postgres

/// Joins two rows that are one person: all that is the one's becomes the other's, and the one is gone.
///
/// All of it is one transaction. The id of the row that is gone is kept, and an import takes it for that of the row that stays.
public struct PersonMerge: Sendable {
  /// What was merged, or would be.
  public struct Outcome: Sendable {
    /// The row that stays: `candidate c017`.
    public let kept: String
    /// The id of the row that is gone, at its source.
    public let merged: String
    /// The day on which the two were merged before, in the agency's zone; nil: this was the first time, and what follows says what was done.
    public internal(set) var mergedBefore: String?
    /// The fields in which the two rows differed.
    public internal(set) var fields: [Field] = []
    /// What moved, with how many of it; kinds without any are absent.
    public internal(set) var counts: [(what: String, rows: Int)] = []
  }

  /// A field in which two rows differ.
  public struct Field: Sendable, Equatable {
    /// The column.
    public let name: String
    /// What the row that stays had; nil: nothing.
    public let kept: String?
    /// What the row that is gone had; nil: nothing.
    public let merged: String?
    /// What the row that stays has now.
    public let becomes: String?
  }

  private let session: AgencySession
  private let by: String
  private let isForced: Bool
  private let isDryRun: Bool

  /// A merge at an agency.
  ///
  /// - Parameters:
  ///   - by: who does it; kept.
  ///   - forced: also two rows that have no address, number or name in common.
  ///   - dryRun: everything is compared and counted, and nothing is changed.
  public init(_ session: AgencySession, by: String = NSUserName(), forced: Bool = false, dryRun: Bool = false) {
    self.session = session
    self.by = by
    isForced = forced
    isDryRun = dryRun
  }

  /// Merges one row into another of the same kind.
  ///
  /// What is empty on the row that stays is filled from the other; where both say something, its own stays, but for what is stricter: do not
  /// contact, no consent, refused or bounced. Whoever it concerns is queued for planning.
  ///
  /// - Parameters:
  ///   - kind: candidate, contact or reference.
  ///   - kept: the id of the row that stays, at its source; `SOURCE:ID` where several sources have that id.
  ///   - merged: the id of the row that goes.
  /// - Throws: ``FollowUpError`` of kind usage when one of them is not there, or they cannot be one person.
  public func merge(_ kind: String, keep kept: String, merge merged: String) async throws -> Outcome {
    let isDryRun = isDryRun
    return try await session.transaction(keepingIf: { _ in !isDryRun }) { connection in
      let statements = session.statements
      // Nobody sends mails or plans meanwhile for rows that move.
      _ = try connection.query(statements.nudgeLock())
      _ = try connection.query(statements.agencyLock())
      let own = try row(kind, kept, on: connection)
      let other = try row(kind, merged, on: connection, into: own)
      var outcome = Outcome(kept: "\(kind) \(own.externalID)", merged: other.externalID)
      if other.mergedInto != nil {
        outcome.mergedBefore = other.mergedOn
        return outcome
      }
      try compare(own, other)
      try merge(other, into: own, &outcome, on: connection)
      return outcome
    }
  }

  private func merge(
    _ other: Statements.MergeRows,
    into own: Statements.MergeRows,
    _ outcome: inout Outcome,
    on connection: isolated Connection
  ) throws {
    let statements = session.statements
    let (kind, kept, merged) = (own.kind, own.id, other.id)
    let fields = try connection.query(statements.mergeFields(kept: kept, kind: kind, merged: merged))
    guard isForced || fields.allSatisfy(\.isAlike) else {
      throw FollowUpError(
        .usage,
        "the \(kind) \(own.externalID) and \(other.externalID) have no address, telephone number or name in common",
        remedy: "a merge cannot be taken back: check the two ids, and add --force if they are one person"
      )
    }
    outcome.fields = fields.map {
      Field(name: $0.field, kept: $0.keptValue, merged: $0.mergedValue, becomes: $0.becomes)
    }
    let concerned = try connection.query(statements.mergeCandidatesConcerned(kind: kind, merged: merged))
    // Before they move: of what both have one stays, since a candidate has each follow-up once.
    let followUps = try connection.query(
      statements.mergeFollowUps(candidates: concerned.map(\.candidateID), kept: kept, kind: kind, merged: merged)
    )
    if kind == "candidate" {
      if session.agency.relay != nil {
        // There each step of a statement is a statement of its own, after which a key may still be wrong.
        try connection.execute(try session.bind(try Distribution(session.catalog).deferral))
      }
      for row in try connection.query(statements.mergeCandidate(kept: kept, merged: merged)) {
        outcome.counts += [
          ("applications", row.applications), ("stages", row.stages), ("interviews", row.interviews),
          ("attendees", row.attendees), ("references", row.referenceContacts), ("touches", row.touches),
          ("mails to them", row.messages),
        ]
      }
    } else {
      for row in try connection.query(statements.mergeParty(kept: kept, kind: kind, merged: merged)) {
        outcome.counts += [
          ("interviews that they attended", row.attendees), ("job orders that they hire for", row.jobOrders),
          ("touches", row.touches),
        ]
      }
    }
    for row in followUps {
      outcome.counts += [
        ("follow-ups", row.followUps - row.joined), ("follow-ups that both had", row.joined),
        ("answers to these", row.answers), ("nudges for these", row.nudges),
      ]
    }
    outcome.counts.removeAll { $0.rows == 0 }
    _ = try connection.query(statements.mergeKeep(kept: kept, kind: kind, merged: merged))
    try connection.execute(statements.mergeRemember(by: by, kept: kept, kind: kind, merged: merged))
    _ = try connection.query(statements.mergeGone(kind: kind, merged: merged))
  }

  /// The row that a word means.
  ///
  /// - Parameter kept: the row that stays; a row that was merged into it before may be meant too.
  private func row(
    _ kind: String,
    _ word: String,
    on connection: isolated Connection,
    into kept: Statements.MergeRows? = nil
  ) throws -> Statements.MergeRows {
    let found = try connection.query(session.statements.mergeRows(word: word))
    let ofKind = found.filter { $0.kind == kind }
    let standing = ofKind.filter { $0.mergedInto == nil }
    // An id as it stands means more than a source before it.
    let exact = standing.filter { $0.externalID == word }
    let meant = exact.isEmpty ? standing : exact
    if meant.count > 1 {
      throw FollowUpError(
        .usage,
        "the id \(word) is that of \(meant.count) rows of the kind \(kind)",
        remedy: "say of which source: \(meant.map { "\($0.source):\($0.externalID)" }.joined(separator: " or "))"
      )
    }
    if let row = meant.first { return row }
    if let gone = ofKind.first, let into = gone.mergedInto, let day = gone.mergedOn {
      if gone.id == kept?.id { return gone }
      throw FollowUpError(
        .usage,
        "the \(kind) \(gone.externalID) was merged into the \(kind) \(into) on \(day)",
        remedy: "give \(into) instead"
      )
    }
    throw try unknown(kind, word, others: found, on: connection)
  }

  private func unknown(
    _ kind: String,
    _ word: String,
    others: [Statements.MergeRows],
    on connection: isolated Connection
  ) throws -> FollowUpError {
    if let recruiter = others.first(where: { $0.kind == "recruiter" }) {
      return FollowUpError(
        .usage,
        "\(word) is the recruiter \(recruiter.externalID), not a \(kind); recruiters are not merged",
        remedy: "import one of the two with active=no, and give the other their candidates"
      )
    }
    if let other = others.first(where: { $0.mergedInto == nil }) {
      return FollowUpError(
        .usage,
        "\(word) is a \(other.kind), not a \(kind); only rows of one kind are merged",
        remedy: "give two ids of the kind \(kind), as followup report data_quality names them"
      )
    }
    let near = try connection.query(session.statements.mergeNear(kind: kind, word: word)).map(\.externalID)
    let meant = nearest(word, among: near).map { "you may mean \($0); " }
    return FollowUpError(
      .usage,
      "the \(kind) \(word) does not exist at this agency",
      remedy: "\(meant ?? "")give the id of its source, as followup report data_quality names it"
    )
  }

  /// - Throws: ``FollowUpError`` of kind usage when the two cannot be one person.
  private func compare(_ own: Statements.MergeRows, _ other: Statements.MergeRows) throws {
    let kind = own.kind
    if own.id == other.id {
      throw FollowUpError(
        .usage,
        "\(own.externalID) and \(other.externalID) are the same \(kind)",
        remedy: "give the id of the row that stays, then that of the row that is merged into it"
      )
    }
    if let erased = [own, other].first(where: \.isErased) {
      throw FollowUpError(
        .usage,
        "the \(kind) \(erased.externalID) was erased and cannot be merged",
        remedy: "erase the other too, if it is the same person: followup person erase --id \(kind):ID"
      )
    }
    guard own.ofID != other.ofID, let ownOf = own.ofID, let otherOf = other.ofID, let of = own.ofKind else { return }
    throw FollowUpError(
      .usage,
      "the \(kind) \(own.externalID) is of the \(of) \(ownOf), \(other.externalID) of the \(of) \(otherOf)",
      remedy: kind == "contact"
        ? "who works for two clients has a row at each; correct the client of one of them at the source and import it, "
          + "if both are the same client's"
        : "merge the candidates first, if they are one person; who vouches for two candidates has a row for each"
    )
  }
}
