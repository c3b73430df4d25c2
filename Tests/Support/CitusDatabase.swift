import Catalog
import FollowUpEngine
import Foundation
public import Postgres

/// A database of one test's own with Citus in it, on the coordinator that $FOLLOWUP_CITUS_SERVER names (a libpq connection string of a superuser, as
/// `key=value` words with host and port) and on the nodes that its database knows. A coordinator without others holds the shards itself.
public struct CitusDatabase: Sendable {
  /// Why tests do not run without it.
  public static let reason = "Citus is not available: FOLLOWUP_CITUS_SERVER does not name a coordinator"
  /// Whether there is one.
  public static var isThere: Bool { server != nil }

  /// A connection string of the database on the coordinator.
  public let conninfo: String
  private let name: String
  private let nodes: [(host: String, port: Int)]

  private static var server: String? {
    let named = ProcessInfo.processInfo.environment["FOLLOWUP_CITUS_SERVER"]
    return named?.isEmpty == false ? named : nil
  }

  /// A new one, with all nodes added and nothing else in it.
  public static func make() async throws -> CitusDatabase {
    guard let server else { throw SupportError(reason) }
    let name = "test_citus_\(getpid())_\(UInt32.random(in: 0 ... .max))"
    let coordinator = try await Connection.open(Connection.Settings(conninfo: server))
    let others = try await coordinator.query(
      Statement(
        "SELECT nodename, nodeport FROM pg_dist_node WHERE groupid <> 0 AND noderole = 'primary' ORDER BY nodeid"
      )
    ).map { (host: try $0.get("nodename", as: String.self), port: try $0.get("nodeport", as: Int.self)) }
    await coordinator.close()
    let database = CitusDatabase(conninfo: words(server, ["dbname": name]), name: name, nodes: others)
    for place in database.places {
      try await run("CREATE DATABASE \(name)", on: words(place, ["dbname": "postgres"]))
      try await run("CREATE EXTENSION citus", on: place)
    }
    guard let host = value("host", in: server), let port = value("port", in: server) else {
      throw SupportError("FOLLOWUP_CITUS_SERVER must name host and port")
    }
    try await run("ALTER DATABASE \(name) SET citus.shard_count = 4", on: database.conninfo)
    try await run("SELECT citus_set_coordinator_host('\(host)', \(port))", on: database.conninfo)
    for node in others { try await run("SELECT citus_add_node('\(node.host)', \(node.port))", on: database.conninfo) }
    if others.isEmpty {
      try await run(
        "SELECT citus_set_node_property('\(host)', \(port), 'shouldhaveshards', true)",
        on: database.conninfo
      )
    }
    return database
  }

  /// A migrated one.
  public static func migrated() async throws -> CitusDatabase {
    let database = try await make()
    do {
      let connection = try await database.connect()
      _ = try await Migrator(connection: connection, catalog: Catalog(home: try TestAgency.home())).migrate()
      await connection.close()
    } catch {
      try await database.drop()
      throw error
    }
    return database
  }

  /// A connection to the coordinator.
  public func connect() async throws -> Connection {
    try await Connection.open(Connection.Settings(conninfo: conninfo, parameters: ["jit": "off"]))
  }

  /// Drops it everywhere, even with open connections.
  public func drop() async throws {
    for place in places {
      try await Self.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", on: Self.words(place, ["dbname": "postgres"]))
    }
  }

  /// Connection strings of the database on every node, the coordinator's first.
  private var places: [String] {
    [conninfo] + nodes.map { Self.words(conninfo, ["host": $0.host, "port": String($0.port)]) }
  }

  private static func run(_ sql: String, on conninfo: String) async throws {
    let connection = try await Connection.open(Connection.Settings(conninfo: conninfo))
    try await connection.executeScript(sql)
    await connection.close()
  }

  private static func value(_ key: String, in conninfo: String) -> String? {
    conninfo.split(separator: " ").last { $0.hasPrefix("\(key)=") }.map { String($0.dropFirst(key.count + 1)) }
  }

  private static func words(_ conninfo: String, _ changed: [String: String]) -> String {
    let kept = conninfo.split(separator: " ").filter { word in !changed.keys.contains { word.hasPrefix("\($0)=") } }
    return (kept.map(String.init) + changed.map { "\($0.key)=\($0.value)" }.sorted()).joined(separator: " ")
  }
}
