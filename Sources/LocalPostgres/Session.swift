import Foundation

/// The few questions that the room asks a server, through psql.
struct Session {
  let psql: String
  let socketFolder: String
  let port: Int

  enum Answer: Equatable {
    /// The server's version: it is up, and has the database.
    case version(String)
    case noDatabase
    case notYet
    /// psql's own words.
    case refused(String)
  }

  func askVersion() throws -> Answer {
    let output = try run("SHOW server_version", database: NewCluster.database)
    if output.status == 0 {
      let words = output.standardOutput.split(whereSeparator: \.isWhitespace)
      return words.first.map { .version(String($0)) } ?? .refused(output.everything)
    }
    let refusal = output.standardError
    if refusal.contains("database \"\(NewCluster.database)\" does not exist") { return .noDatabase }
    let passing = ["starting up", "shutting down", "in recovery mode", "not yet accepting connections"]
    if passing.contains(where: refusal.contains) { return .notYet }
    return .refused(refusal)
  }

  func makeDatabase() throws {
    let output = try run("CREATE DATABASE \(NewCluster.database)", database: "postgres")
    guard output.status == 0 || output.standardError.contains("already exists") else {
      throw LocalPostgresError.reported(
        "could not create the database \(NewCluster.database)",
        output: output.standardError,
        place: socketFolder
      )
    }
  }

  private func run(_ statement: String, database: String) throws -> Command.Output {
    let arguments = [
      "--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align", "--host=\(socketFolder)",
      "--port=\(port)", "--username=\(NewCluster.superuser)", "--dbname=\(database)", "--command=\(statement)",
    ]
    return try Command(psql, arguments, environment: ["PGCONNECT_TIMEOUT": "20"]).run()
  }
}
