public import Foundation
import Postgres

/// Lets somebody in again who was erased and has come back: the digests by which an import knows them go, so that it takes them.
///
/// That it was done is kept with its reason, without the person.
public struct Readmission: Sendable {
  /// By what they were known; at least one of the three.
  public struct Known: Sendable {
    /// Their address.
    public var address: String?
    /// The kind (candidate, contact, reference) and the id at the source.
    public var id: (kind: String, id: String)?
    /// Their name and telephone number.
    public var namePhone: (name: String, phone: String)?

    /// Nothing yet.
    public init() {}
  }

  /// What was done.
  public struct Outcome: Sendable, Equatable {
    /// The day on which they were erased, in the agency's zone.
    public let erasedOn: String
    /// How many rows of theirs kept their id at the source; an import gives these their name again.
    public let rows: Int
  }

  private let session: AgencySession
  private let by: String

  /// Readmission at an agency.
  ///
  /// - Parameter by: who does it; kept.
  public init(_ session: AgencySession, by: String = NSUserName()) {
    self.session = session
    self.by = by
  }

  /// Lets them in.
  ///
  /// - Parameters:
  ///   - reason: why; kept, so that it must not say who it is.
  ///   - dryRun: nothing is changed.
  /// - Returns: nil: nobody who is known by these is kept out, and nothing was done.
  /// - Throws: ``FollowUpError`` of kind usage when the reason is empty, or says who it is.
  public func readmit(_ known: Known, reason: String, dryRun: Bool = false) async throws -> Outcome? {
    let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !reason.isEmpty else {
      throw FollowUpError(.usage, "the reason is empty", remedy: "say why they may be stored again: --reason TEXT")
    }
    let telling = [known.address, known.namePhone?.name, known.namePhone?.phone, "@"].compactMap(\.self)
    guard !telling.contains(where: { reason.range(of: $0, options: .caseInsensitive) != nil }) else {
      throw FollowUpError(
        .usage,
        "the reason says who it is, and it is kept",
        remedy: "leave name, address and number out of it"
      )
    }
    let statement = try session.statements.readmit(
      address: known.address,
      by: by,
      externalID: known.id?.id,
      kind: known.id?.kind,
      name: known.namePhone?.name,
      phone: known.namePhone?.phone,
      reason: reason
    )
    return try await session.transaction(keepingIf: { _ in !dryRun }) { connection in
      try connection.query(statement).first.map { Outcome(erasedOn: $0.erasedOn, rows: $0.rows) }
    }
  }
}
