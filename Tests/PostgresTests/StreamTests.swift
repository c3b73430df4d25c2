import Foundation
import Testing

@testable import Postgres

@Suite("A stream", .timeLimit(.minutes(1)))
struct StreamTests {
  struct Stop: Error, Equatable {}

  @Test("of rows hands over each row once, in order, without keeping results")
  func rows() async throws {
    try await Server.with { connection in
      try await connection.transaction { connection in
        var count = 0
        try connection.forEachRow(Statement("SELECT n FROM generate_series(1, $1::int) AS n", values: ["50000"])) {
          row in
          count += 1
          let number: Int = try row.get("n")
          #expect(number == count)
          #expect(connection.tally.outstanding <= 1)
        }
        #expect(count == 50000)
      }
    }
  }

  @Test("does not grow the process with the number of rows")
  func memory() async throws {
    let wide = "SELECT repeat('x', 1000) AS x FROM generate_series(1, $1::int)"
    try await Server.with { connection in
      try await connection.transaction { connection in
        func run(_ rows: String, on connection: isolated Connection) throws -> Int {
          var bytes = 0
          try connection.forEachRow(Statement(wide, values: [rows])) { row in bytes += row.text(at: 0)?.utf8.count ?? 0
          }
          try connection.copyOut(Statement(wide, values: [rows])) { bytes += $0.count }
          return bytes
        }
        #expect(try run("1000", on: connection) == 2_001_000)
        let before = try residentMegabytes()
        #expect(try run("200000", on: connection) == 400_200_000)
        // 200 MB each; other tests of this process may take some of what is allowed here
        #expect(try residentMegabytes() - before < 100)
      }
    }
  }

  @Test("of rows whose body throws leaves the connection usable, and the server idle")
  func abandonedRows() async throws {
    try await Server.with { connection in
      for stop in [1, 2, 5000] {
        await #expect(throws: Stop()) {
          try await connection.forEachRow(Statement("SELECT generate_series(1, 1000000000) AS n")) { row in
            if try row.get("n") == stop { throw Stop() }
          }
        }
        let one = try await connection.text("SELECT 1")
        #expect(one == "1")
      }
    }
  }

  @Test("of rows that fails on the way throws after the rows before it")
  func failing() async throws {
    try await Server.with { connection in
      try await connection.transaction { connection in
        var seen: [Int] = []
        let error = #expect(throws: PostgresError.self) {
          try connection.forEachRow(Statement("SELECT 12 / (3 - n) AS q FROM generate_series(1, 5) AS n")) {
            seen.append(try $0.get("q"))
          }
        }
        #expect(error?.code == "22012")
        #expect(seen == [6, 12])
        try connection.executeScript("ROLLBACK AND CHAIN")
      }
    }
  }

  @Test("refuses another statement on the same connection inside it")
  func busy() async throws {
    try await Server.with { connection in
      try await connection.transaction { connection in
        let error = #expect(throws: PostgresError.self) {
          try connection.forEachRow(Statement("SELECT 1")) { _ in try connection.execute(Statement("SELECT 2")) }
        }
        #expect(error?.kind == .usage)
      }
    }
  }

  @Test("out in text and CSV is what the server writes, row by row")
  func copyOut() async throws {
    try await Server.with { connection in
      let statement = Statement("SELECT * FROM (VALUES (1, 'a,\"b'), (2, NULL), (3, '')) AS v ORDER BY 1;")
      let csv = try await connection.copied(statement, .csv)
      let text = try await connection.copied(statement, .text)
      #expect(csv == ["1,\"a,\"\"b\"\n", "2,\n", "3,\"\"\n"])
      #expect(text == ["1\ta,\"b\n", "2\t\\N\n", "3\t\n"])
    }
  }

  @Test("out whose body throws leaves the connection usable")
  func abandonedCopyOut() async throws {
    try await Server.with { connection in
      for _ in 0..<3 {
        await #expect(throws: Stop()) {
          try await connection.copyOut(Statement("SELECT generate_series(1, 1000000000)")) { _ in throw Stop() }
        }
        let one = try await connection.text("SELECT 1")
        #expect(one == "1")
      }
      let failing = try await postgresError {
        try await connection.copyOut(Statement("SELECT 12 / (3 - n) FROM generate_series(1, 5) AS n")) { _ in }
      }
      #expect(failing.code == "22012")
      #expect(try await connection.text("SELECT 1") == "1")
    }
  }

  @Test("in stores what it is sent, cut in any way, and counts it")
  func copyIn() async throws {
    try await Server.withTable("id int, name text") { connection, table in
      let data = Array((1...100_000).map { "\($0)\tZoë \($0)\n" }.joined().utf8)
      let stored = try await connection.transaction { connection in
        var rest = data[...]
        return try connection.copyIn("COPY \(table) FROM STDIN") {
          guard !rest.isEmpty else { return nil }
          let piece = Array(rest.prefix(77_777))
          rest = rest.dropFirst(piece.count)
          return piece
        }
      }
      #expect(stored == 100_000)
      #expect(
        try await connection.text("SELECT count(*) || ' ' || sum(id) || ' ' || max(name) FROM \(table)")
          == "100000 5000050000 Zoë 99999"
      )
      #expect(try await connection.copyIn("COPY \(table) FROM STDIN") { nil } == 0)
    }
  }

  @Test("in that the sender breaks off stores nothing and throws the sender's error")
  func abandonedCopyIn() async throws {
    try await Server.withTable("id int") { connection, table in
      try await connection.transaction { connection in
        try connection.execute(Statement("INSERT INTO \(table) VALUES (0)"))
      }
      var sent = 0
      await #expect(throws: Stop()) {
        _ = try await connection.copyIn("COPY \(table) FROM STDIN") {
          sent += 1
          if sent > 1000 { throw Stop() }
          return Array("\(sent)\n".utf8)
        }
      }
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "1")
    }
  }

  @Test("in that the server refuses throws its error with line and constraint, without the value")
  func refusedCopyIn() async throws {
    try await Server.withTable("id int CONSTRAINT id_is_small CHECK (id < 1000), email text") { connection, table in
      func copy(_ rows: [String]) async throws -> PostgresError {
        try await postgresError {
          var rest = rows[...]
          _ = try await connection.copyIn("COPY \(table) FROM STDIN", file: "sql/engine/load.sql") {
            rest.popFirst().map { Array($0.utf8) }
          }
        }
      }
      let unreadable = try await copy(["1\ta\n", "hush\tb\n"] + Array(repeating: "3\tc\n", count: 100_000))
      #expect(unreadable.code == "22P02")
      #expect(unreadable.file == "sql/engine/load.sql")
      #expect(unreadable.description.contains("COPY subject, line 2, column id"))
      #expect(!unreadable.description.contains("hush"))
      let large = try await copy(["1000\thush@example.org\n"])
      #expect(large.constraint == "id_is_small")
      #expect(!large.description.contains("hush"))
      let short = try await copy(["1\n"])
      #expect(short.description.contains("missing data for column \"email\""))
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "0")
    }
  }
}

extension Connection {
  /// The rows a COPY writes.
  func copied(_ statement: Statement, _ format: CopyFormat = .text) throws -> [String] {
    var rows: [String] = []
    try copyOut(statement, format: format) { rows.append(String(decoding: $0, as: UTF8.self)) }
    return rows
  }
}

private func residentMegabytes() throws -> Int {
  let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
  return try #require(Int(pages)) * 4096 >> 20
}
