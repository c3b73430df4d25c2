public import Catalog
public import Postgres

/// How many connections work side by side: what makes sense, and what the server has room for.
public struct ConnectionRoom: Sendable, Equatable {
  /// How many more the server allows, beside the one that asked.
  public let free: Int

  /// A room of known size.
  public init(free: Int) {
    self.free = free
  }

  /// Asks the server.
  public static func read(_ connection: Connection, _ catalog: Catalog) async throws -> ConnectionRoom {
    guard let row = try await connection.query(Statements(catalog).connectionsFree()).first else {
      throw FollowUpError(.failed, "the server does not say how many connections it allows", remedy: "see its log")
    }
    return ConnectionRoom(free: row.free)
  }

  /// How many connections are used, and why fewer than asked; nil: no fewer.
  ///
  /// - Parameters:
  ///   - asked: what the user wants; nil: one for each processor, since more only wait for one another.
  ///   - agencies: never more than these.
  public func connections(asked: Int?, agencies: Int, processors: Int) -> (number: Int, cut: String?) {
    let wanted = max(1, min(asked ?? processors, agencies))
    guard wanted > free + 1 else {
      let cut = asked.map { $0 > wanted ? "the database has only \(agencies) agencies" : nil } ?? nil
      return (wanted, cut)
    }
    return (free + 1, "the server has room for no more (max_connections minus those reserved and in use)")
  }
}
