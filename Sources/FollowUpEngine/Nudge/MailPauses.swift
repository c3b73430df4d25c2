import Catalog
import Postgres

/// Mail that somebody has paused: all of the agency, or the nudges about a client. What is paused stays owed, and goes out once it is
/// resumed if it is owed then.
public struct MailPauses: Sendable {
  /// A pause that is on.
  public struct Pause: Sendable, Equatable {
    /// The client's name; nil: all mail of the agency.
    public let client: String?
    /// Why, who and since when, in the agency's time.
    public let words: String
  }

  /// That there are pauses, for logs, which name nobody.
  public static let notice = "mail is paused; followup doctor shows the reason, the author and the date"

  private let session: AgencySession

  /// The pauses of an agency.
  public init(_ session: AgencySession) { self.session = session }

  /// Pauses all mail of the agency, or the nudges about a client.
  ///
  /// - Parameters:
  ///   - client: its id at its source, or its name; nil: all mail.
  ///   - reason: why, for those who find it paused.
  ///   - author: who does it.
  /// - Returns: false where it is paused already, which stays as it is.
  /// - Throws: `FollowUpError` of kind usage when the client is not known; it names the one that was probably meant.
  public func pause(client: String?, reason: String, by author: String) async throws -> Bool {
    let session = session
    return try await session.transaction { connection in
      let client = try client.map { try session.client($0, on: connection).clientID }
      let begin = try session.statements.pauseBegin(by: author, client: client, reason: reason)
      return try connection.execute(begin) == 1
    }
  }

  /// Lets it go again.
  ///
  /// - Returns: false where it is not paused.
  /// - Throws: `FollowUpError` of kind usage when the client is not known.
  public func resume(client: String?, by author: String) async throws -> Bool {
    let session = session
    return try await session.transaction { connection in
      let client = try client.map { try session.client($0, on: connection).clientID }
      return try connection.execute(session.statements.pauseEnd(by: author, client: client)) == 1
    }
  }

  /// Those that are on: the agency's first, then clients by name.
  public func inForce() async throws -> [Pause] {
    let statement = try session.statements.pauseList()
    let agency = session.agency.name
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        let what = row.client.map { "nudges about \($0) are" } ?? "all mail of \(agency) is"
        let remedy = row.client.map { "followup nudge --resume --client \"\($0)\"" } ?? "followup nudge --resume"
        return Pause(
          client: row.client,
          words: "\(what) paused since \(row.since) by \(row.pausedBy): \(row.reason.onOneLine); \(remedy) ends that"
        )
      }
    }
  }
}
