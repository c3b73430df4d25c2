public import Catalog
public import Foundation
public import Postgres

/// How far the server that reports are read from is behind the one that is written to.
public struct ReplicaLag: Sendable, Equatable {
  /// Behind by more than this many seconds, a replica is named.
  public static let tolerated = 300

  /// Whether it is a standby at all.
  public let isStandby: Bool
  /// Whether it has all that its primary has sent, and is being sent more.
  public let isUpToDate: Bool
  /// When what it last replayed was committed; nil: it has replayed nothing since it was started.
  public let replayedUntil: Date?
  /// How long ago that is, by the replica's clock, in seconds.
  public let secondsBehind: Int?

  /// What a replica said.
  public init(isStandby: Bool, isUpToDate: Bool, replayedUntil: Date?, secondsBehind: Int?) {
    self.isStandby = isStandby
    self.isUpToDate = isUpToDate
    self.replayedUntil = replayedUntil
    self.secondsBehind = secondsBehind
  }

  /// Asks the server.
  public static func read(_ connection: Connection, _ catalog: Catalog) async throws -> ReplicaLag {
    guard let row = try await connection.query(Statements(catalog).replicaLag()).first else {
      throw FollowUpError(.failed, "the replica does not say how far behind it is", remedy: "see its log")
    }
    return ReplicaLag(
      isStandby: row.isStandby,
      isUpToDate: row.isUpToDate,
      replayedUntil: row.replayedUntil,
      secondsBehind: row.secondsBehind
    )
  }

  /// What is to be said of it; nil: it is not behind by more than is tolerated.
  public var trouble: String? {
    if isUpToDate { return nil }
    guard let seconds = secondsBehind, let until = replayedUntil else {
      return "the replica for reports receives nothing from its primary, so it is not known how far behind it is"
    }
    guard seconds > ReplicaLag.tolerated else { return nil }
    let ago = seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    return
      "the replica for reports is \(ago) behind: what was recorded after \(until.formatted(.iso8601)) is not in this"
  }
}
