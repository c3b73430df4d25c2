import Foundation
import Postgres
import Testing

@Suite("A value", .timeLimit(.minutes(1)))
struct ValueTests {
  @Test("comes back as it was bound")
  func roundTrip() async throws {
    let moment = Date(timeIntervalSince1970: 1_772_357_400.123456)
    let id = UUID()
    try await Server.with { connection in
      let row = try await connection.query(
        Statement(
          """
          SELECT $1::text AS text, $2::bigint AS whole, $3::boolean AS flag, $4::float8 AS number, $5::timestamptz AS moment,
            $6::uuid AS id, $7::text AS missing, $8::numeric AS exact, '\\x00ff10'::bytea AS bytes, $9::int AS small
          """,
          binding: ["Zoë 'O\\' 名\n", Int64.min, true, 0.1, moment, id, String?.none, 42, -7]
        )
      )[0]
      #expect(try row.get("text") == "Zoë 'O\\' 名\n")
      #expect(try row.get("whole") == Int64.min)
      #expect(try row.get("flag") == true)
      #expect(try row.get("number") == 0.1)
      #expect(try abs(row.get("moment", as: Date.self).timeIntervalSince(moment)) < 0.000_000_5)
      #expect(try row.get("id") == id)
      #expect(try row.getOptional("missing", as: String.self) == nil)
      #expect(try row.get("exact") == 42)
      #expect(try row.get("bytes") == [0x00, 0xff, 0x10] as [UInt8])
      #expect(try row.get("small") == -7)
      #expect(try row.get(at: 1) == Int64.min)
      #expect(try row.getOptional(at: 6, as: String.self) == nil)
      #expect(row.columns.first == "text")
      #expect(row.columns.count == 10)
    }
  }

  @Test("in an array keeps its quotes, braces, blanks and NULLs")
  func arrays() async throws {
    let texts: [String?] = ["plain", "a,b", "{x}", "\"q\"", "back\\slash", "", "NULL", nil, " sp ", "ü"]
    try await Server.with { connection in
      let rows = try await connection.query(
        Statement("SELECT item FROM unnest($1::text[]) WITH ORDINALITY AS a (item, n) ORDER BY n", binding: [texts])
      )
      #expect(try rows.map { try $0.getOptional("item", as: String.self) } == texts)
      #expect(try await connection.text("SELECT $1::bigint[]", [[1, 2].postgresText]) == "{1,2}")
      #expect(try await connection.text("SELECT $1::bigint[]", [[Int]().postgresText]) == "{}")
    }
  }

  @Test("that is NULL, of another type, absent or ambiguous throws")
  func unreadable() async throws {
    try await Server.with { connection in
      let row = try await connection.query(
        Statement(
          """
          SELECT NULL::bigint AS nothing, '12'::text AS text, 1.5 AS half, 3000000000 AS big, 1 AS twice, 2 AS twice,
            'NaN'::float8 AS nan, '2026-03-01 09:30'::timestamp AS wall, 'yes' AS word
          """,
          file: "sql/x.sql"
        )
      )[0]
      func kind<T: PostgresDecodable>(_ column: String, _ type: T.Type) async throws -> PostgresError.Kind {
        try await postgresError { _ = try row.get(column, as: type) }.kind
      }
      #expect(try await kind("nothing", Int.self) == .column)
      #expect(try await kind("text", Int.self) == .column)
      #expect(try await kind("half", Int.self) == .column)
      #expect(try await kind("twice", Int.self) == .column)
      #expect(try await kind("absent", Int.self) == .column)
      #expect(try await kind("wall", Date.self) == .column)
      #expect(try await kind("word", Bool.self) == .column)
      #expect(try await kind("word", UUID.self) == .column)
      #expect(try await kind("word", [UInt8].self) == .column)
      #expect(try row.get("big") == 3_000_000_000)
      #expect(try row.get("nan", as: Double.self).isNaN)
      let error = try await postgresError { _ = try row.get("half", as: Int.self) }
      #expect(error.column == "half")
      #expect(error.file == "sql/x.sql")
      #expect(error.description.contains("\"half\""))
      #expect(!error.description.contains("1.5"))
      #expect(try #require(error.detail).contains("1.5"))
      let null = try await postgresError { _ = try row.get("nothing", as: Int.self) }
      #expect(null.message.contains("NULL"))
    }
  }

  @Test("with a NUL character is refused rather than cut off")
  func nul() async throws {
    try await Server.with { connection in
      let value = try await postgresError { _ = try await connection.text("SELECT $1", ["a\0b"]) }
      #expect(value.kind == .usage)
      let sql = try await postgresError { _ = try await connection.execute(Statement("SELECT 1\0; junk")) }
      #expect(sql.kind == .usage)
      let copy = try await postgresError {
        try await connection.copyOut(Statement("SELECT $1", values: ["\0"])) { _ in }
      }
      #expect(copy.kind == .usage)
    }
  }

  @Test(
    "that is a moment reads and writes as the server does",
    arguments: [
      "2026-03-01 09:30:00+00", "2026-03-01 09:30:00.25+00", "1999-12-31 23:59:59.999999+00", "2000-02-29 12:00:00+00",
      "1900-03-01 00:00:00+00", "1969-12-31 23:59:59.5+00", "0001-01-01 00:00:00+00", "2100-12-31 00:00:00.000001+00",
      "9999-12-31 00:00:00+00",
    ]
  )
  func moments(_ text: String) async throws {
    try await Server.with { connection in
      let row = try await connection.query(
        Statement(
          "SELECT $1::timestamptz AS moment, extract(epoch FROM $1::timestamptz)::float8 AS seconds",
          values: [text]
        )
      )[0]
      let moment: Date = try row.get("moment")
      #expect(try abs(moment.timeIntervalSince1970 - row.get("seconds", as: Double.self)) < 0.000_02)
      #expect(try await connection.text("SELECT $1::timestamptz", [moment.postgresText]) == text)
    }
  }

  @Test("that is a moment with another offset is the same moment", arguments: ["+02", "-03:30", "+05:45", "+00:19:32"])
  func offsets(_ offset: String) async throws {
    let text = "2026-03-01 09:30:00\(offset)"
    let seconds = try await Server.with {
      try await $0.text("SELECT extract(epoch FROM $1::timestamptz)::bigint", [text])
    }
    let read = try Date.decode(text, type: 1184)
    #expect(String(Int(read.timeIntervalSince1970)) == seconds)
  }

  @Test(
    "that no Date can hold throws, and says what it is",
    arguments: ["infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "2026-03-01 09:30:00", "2026-03-01", "", "now"]
  )
  func noMoment(_ text: String) throws {
    #expect(throws: ConversionError.self) { try Date.decode(text, type: 1184) }
  }

  @Test("that is an extreme Date is sent as such or refused by the server, never changed")
  func extremes() async throws {
    #expect(Date(timeIntervalSinceReferenceDate: .infinity).postgresText == "infinity")
    #expect(Date(timeIntervalSinceReferenceDate: -.infinity).postgresText == "-infinity")
    try await Server.with { connection in
      let seconds = try await connection.query(
        Statement("SELECT extract(epoch FROM '0044-03-15 00:00:00+00 BC'::timestamptz)::bigint AS seconds")
      )[0]
      let beforeChrist = Date(timeIntervalSince1970: Double(try seconds.get("seconds", as: Int.self)))
      #expect(
        try await connection.text("SELECT $1::timestamptz", [beforeChrist.postgresText]) == "0044-03-15 00:00:00+00 BC"
      )
      #expect(
        try await connection.text("SELECT $1::timestamptz", [Date.distantFuture.postgresText])
          == "4001-01-01 00:00:00+00"
      )
      for seconds in [1e300, -1e300, Double.nan] {
        let text = Date(timeIntervalSinceReferenceDate: seconds).postgresText
        let error = try await postgresError { _ = try await connection.text("SELECT $1::timestamptz", [text]) }
        #expect(error.kind == .server)
      }
    }
  }
}
