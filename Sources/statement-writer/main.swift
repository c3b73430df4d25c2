// deploy/statements runs it: statement-writer HOME DATA OUTPUT
//
// HOME holds sql/ and jobs/; DATA is a folder for a PostgreSQL of its own; OUTPUT is where the files go.

import Catalog
import Foundation
import LocalPostgres
import Postgres

let words = CommandLine.arguments.dropFirst()
guard words.count == 3, let home = words.first, let output = words.last else {
  FileHandle.standardError.write(Data("usage: statement-writer HOME DATA OUTPUT\n".utf8))
  exit(64)
}
let cluster = try LocalCluster(folder: words[words.startIndex + 1], settings: ["fsync": "off", "autovacuum": "off"])
do {
  let catalog = Catalog(home: try Home(folder: home))
  let connection = try await Connection.open(Connection.Settings(conninfo: try cluster.start().conninfo))
  try await makeSchema(of: catalog, on: connection)
  let descriptions = try await StatementDescriptions(catalog: catalog, connection: connection).read()
  await connection.close()
  for (folder, statements) in Dictionary(grouping: descriptions, by: \.folder) {
    let file = URL(fileURLWithPath: output).appending(path: "\(SwiftName(folder).type)Statements.swift")
    try Data(swiftFile(folder, statements).utf8).write(to: file)
  }
  _ = try cluster.stop()
} catch {
  _ = try cluster.stop()
  FileHandle.standardError.write(Data("statement-writer: \(error)\n".utf8))
  exit(1)
}

/// What `followup migrate` makes of an empty database. The program itself may not compile while statements change.
func makeSchema(of catalog: Catalog, on connection: Connection) async throws {
  let prepare = try catalog.statement(at: "sql/engine/schema/schema_prepare.sql")
  for file in try [prepare] + catalog.migrations.map(\.file) + catalog.functions {
    try await connection.executeScript(file.text, file: file.path)
  }
}
