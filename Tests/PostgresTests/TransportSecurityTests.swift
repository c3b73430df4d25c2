import Testing

@testable import Postgres

@Suite("Transport security")
struct TransportSecurityTests {
  func mode(_ conninfo: String, _ environment: [String: String] = [:]) throws -> String? {
    TransportSecurity.defaultMode(for: try TransportSecurity.target(conninfo: conninfo, environment: environment))
  }

  @Test(
    "checks the server's name on the way to another machine",
    arguments: [
      "host=db.example.org", "postgresql://me:secret@db.example.org/followup", "hostaddr=192.0.2.7", "host=192.0.2.7",
      "host=/tmp,db.example.org", "host=localhost hostaddr=192.0.2.7", "host=128.0.0.1", "host=2001:db8::1",
      "host=localhost.example.org", "host=127.0.0.1.example.org",
    ]
  )
  func remote(_ conninfo: String) throws {
    #expect(try mode(conninfo) == "verify-full")
  }

  @Test(
    "leaves sockets and this machine to libpq",
    arguments: [
      "host=/tmp", "host=localhost", "host=127.0.0.1", "host=127.8.9.10", "host=::1", "postgresql://[::1]/x",
      "host=@abstract",
      "host=db.example.org hostaddr=127.0.0.1", "host=/tmp,localhost,127.0.0.1", "host=LOCALHOST",
    ]
  )
  func local(_ conninfo: String) throws {
    #expect(try mode(conninfo) == nil)
  }

  @Test(
    "follows who says otherwise",
    arguments: [
      "host=db.example.org sslmode=disable", "host=db.example.org sslmode=prefer",
      "host=db.example.org sslmode=verify-ca",
      "postgresql://db.example.org/x?sslmode=require",
    ]
  )
  func explicit(_ conninfo: String) throws {
    #expect(try mode(conninfo) == nil)
  }

  @Test("follows PGSSLMODE")
  func environment() throws {
    #expect(try mode("host=db.example.org", ["PGSSLMODE": "prefer"]) == nil)
    #expect(try mode("host=db.example.org", ["PGSSLMODE": ""]) == "verify-full")
  }

  @Test("takes a database's name alone for what it is")
  func nameOnly() throws {
    #expect(try TransportSecurity.target(conninfo: "followup", environment: [:]).isModeExplicit == false)
  }

  @Test(
    "never quotes a connection string it cannot read",
    arguments: [
      "host=x password=my hush", "postgresql://me:hush@[::1", "postgresql://me:hu%zzhush@host/x", "password='hush",
    ]
  )
  func secret(_ conninfo: String) {
    let error = #expect(throws: PostgresError.self) { try mode(conninfo) }
    #expect(error?.message.contains("hush") == false, "\(String(describing: error))")
    #expect(error?.message.isEmpty == false)
  }

  @Test("says what is wrong with a connection string, without quoting values")
  func malformed() throws {
    let error = #expect(throws: PostgresError.self) { try mode("host=db.example.org pasword=hush") }
    #expect(error?.kind == .connection)
    #expect(error?.message.contains("pasword") == true)
    #expect(error?.message.contains("hush") == false)
  }
}
