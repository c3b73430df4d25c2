import FollowUpEngine
import Foundation
import Postgres
import Synchronization
import TestServer
import TestSupport
import Testing

@Suite("Agencies side by side")
struct AgencyPoolTests {
  /// Who is at work, who began and who ended, in order.
  private final class Diary: Sendable {
    struct Page {
      var atWork: Set<Int> = []
      var most = 0
      var began: [Int] = []
      var ended: [Int] = []
    }
    private let page = Mutex(Page())
    var read: Page { page.withLock { $0 } }

    func begin(_ agency: Agency) {
      page.withLock {
        $0.began.append(agency.id)
        $0.atWork.insert(agency.id)
        $0.most = max($0.most, $0.atWork.count)
      }
    }

    func end(_ agency: Agency) {
      page.withLock {
        $0.atWork.remove(agency.id)
        $0.ended.append(agency.id)
      }
    }

    /// Until something is so; a minute is more than enough.
    func wait(until isSo: @Sendable (Page) -> Bool) async throws {
      for _ in 0..<6000 {
        if isSo(read) { return }
        try await Task.sleep(for: .milliseconds(10))
      }
      throw Trouble()
    }
  }

  private struct Trouble: Error {}

  /// A database, which stays as long as the crew, and agencies, the lightest first.
  private func crew(_ count: Int, connections: Int) async throws -> (crew: AgencyPool, first: Connection, TestDatabase)
  {
    let database = try await TestAgency.emptyDatabase()
    let agencies = (1...count).map { Agency(id: $0, name: "Agency \($0)", timeZone: "UTC") }
    let crew = AgencyPool(agencies, connections: connections, logger: quietLogger()) {
      try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    }
    return (crew, try await Connection.open(Connection.Settings(conninfo: database.conninfo)), database)
  }

  private func backend(_ connection: Connection) async throws -> Int {
    try await connection.query(Statement("SELECT pg_backend_pid() AS backend"))[0].get("backend")
  }

  @Test("As many at a time as there are connections, never more, each over its own; the server sees no more either")
  func bound() async throws {
    let (crew, first, database) = try await crew(9, connections: 3)
    let diary = Diary()
    let watcher = try await Connection.open(Connection.Settings(conninfo: database.conninfo))

    let outcome = await crew.run(on: first) { agency, connection in
      diary.begin(agency)
      defer { diary.end(agency) }
      // The first three wait for one another: that many do work at a time.
      try await diary.wait { $0.most == 3 }
      let backends = try await watcher.query(
        Statement("SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()")
      )
      return (try await backend(connection), try backends[0].get("n", as: Int.self))
    }

    let values = try outcome.endings.map { try $0.result.get() }
    #expect(values.count == 9)
    #expect(outcome.notBegun.isEmpty)
    #expect(diary.read.most == 3)
    #expect(Set(values.map(\.0)).count == 3)
    #expect(values.allSatisfy { $0.1 <= 4 })
  }

  @Test("Two connections: the small ones do not wait behind the big one, even when another big one comes next")
  func fair() async throws {
    let (crew, first, _) = try await crew(6, connections: 2)
    let diary = Diary()

    let outcome = await crew.run(on: first) { agency, _ in
      diary.begin(agency)
      defer { diary.end(agency) }
      // The heaviest is at work until all others have ended: an agency that waited behind it would wait for ever.
      try await diary.wait { $0.began.contains(6) }
      if agency.id == 6 { try await diary.wait { $0.ended.count == 5 } }
    }

    for ending in outcome.endings { #expect(throws: Never.self) { try ending.result.get() } }
    #expect(diary.read.ended == [1, 2, 3, 4, 5, 6])
  }

  @Test("One connection: the lightest first")
  func alone() async throws {
    let (crew, first, _) = try await crew(4, connections: 1)
    let diary = Diary()

    _ = await crew.run(on: first) { agency, _ in diary.begin(agency) }

    #expect(diary.read.began == [1, 2, 3, 4])
  }

  @Test("One that fails, even with its connection, does not stop the others")
  func failing() async throws {
    let (crew, first, _) = try await crew(4, connections: 1)

    let outcome = await crew.run(on: first) { agency, connection in
      if agency.id == 1 { throw Trouble() }
      if agency.id == 2 { try await connection.executeScript("SELECT pg_terminate_backend(pg_backend_pid())") }
      return try await backend(connection)
    }

    let failed = outcome.endings.filter { if case .failure = $0.result { true } else { false } }
    #expect(failed.map(\.agency.id) == [1, 2])
    #expect(outcome.endings.map(\.agency.id) == [1, 2, 3, 4])
    #expect(outcome.notBegun.isEmpty)
  }

  @Test("A database that is gone: those that were not begun are named, and nobody waits")
  func gone() async throws {
    let (crew, first, database) = try await crew(4, connections: 1)

    let outcome = await crew.run(on: first) { _, connection in
      try database.close()
      return try await backend(connection)
    }

    #expect(outcome.endings.map(\.agency.id) == [1])
    #expect(outcome.notBegun.map(\.id) == [2, 3, 4])
  }

  @Test("Cancelled: agencies at work are cancelled, no other begins")
  func cancelled() async throws {
    let (crew, first, _) = try await crew(5, connections: 2)
    let diary = Diary()

    let task = Task {
      await crew.run(on: first) { agency, _ in
        diary.begin(agency)
        try await Task.sleep(for: .seconds(3600))
      }
    }
    try await diary.wait { $0.most == 2 }
    task.cancel()
    let outcome = await task.value

    #expect(diary.read.began.count == 2)
    #expect(outcome.endings.count == 2)
    #expect(outcome.notBegun.count == 3)
  }

  @Test(
    "How many: no more than agencies, processors when none is asked for, and what the server has room for; a cut is told"
  )
  func room() {
    let wide = ConnectionRoom(free: 90)
    let narrow = ConnectionRoom(free: 1)

    #expect(wide.connections(asked: nil, agencies: 10, processors: 4).number == 4)
    #expect(wide.connections(asked: nil, agencies: 3, processors: 4).number == 3)
    #expect(wide.connections(asked: nil, agencies: 3, processors: 4).cut == nil)
    #expect(wide.connections(asked: 8, agencies: 10, processors: 4).number == 8)
    #expect(wide.connections(asked: 8, agencies: 10, processors: 4).cut == nil)
    #expect(wide.connections(asked: 8, agencies: 5, processors: 4).number == 5)
    #expect(wide.connections(asked: 8, agencies: 5, processors: 4).cut?.contains("5 agencies") == true)
    #expect(narrow.connections(asked: 8, agencies: 10, processors: 4).number == 2)
    #expect(narrow.connections(asked: nil, agencies: 10, processors: 4).cut?.contains("max_connections") == true)
    #expect(ConnectionRoom(free: 0).connections(asked: nil, agencies: 10, processors: 4).number == 1)
  }

  @Test("The server is asked: the database's own limit counts, and a connection more is one less of room")
  func askedOfTheServer() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let (connection, catalog) = (agency.session.connection, agency.session.catalog)

    let before = try await ConnectionRoom.read(connection, catalog)
    try await agency.sql(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 3', current_database()); END $$"
    )
    let limited = try await ConnectionRoom.read(connection, catalog)
    let other = try await Connection.open(Connection.Settings(conninfo: agency.database.conninfo))
    let after = try await ConnectionRoom.read(connection, catalog)
    await other.close()

    #expect(before.free > 3)
    #expect(limited.free == 2)
    #expect(after.free == 1)
  }

  @Test("Those with the least to do come first: by who waits to be planned and by what is open")
  func byWork() async throws {
    let house = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let agencies = Agencies(connection: house.session.connection, catalog: house.session.catalog)
    let queued = try await agencies.add(name: "A queue", timeZone: "UTC")
    let everybody = try await agencies.add(name: "Everybody", timeZone: "UTC")
    let idle = try await agencies.add(name: "Idle", timeZone: "UTC")
    try await house.sql(
      """
      INSERT INTO recruiter (agency_id, source, external_id, name, email)
      SELECT agency_id, 's', 'r', 'R', 'r@example.com' FROM agency;
      INSERT INTO candidate (agency_id, source, external_id, name, status, recruiter_id)
      SELECT agency_id, 's', 'c' || number, 'C', 'active', recruiter_id
      FROM recruiter CROSS JOIN generate_series(1, 7) AS number;
      DELETE FROM plan_queue;
      INSERT INTO plan_queue (agency_id, candidate_id)
      SELECT \(queued.id), number FROM generate_series(1, 5) AS number CROSS JOIN generate_series(1, 9);
      INSERT INTO plan_queue (agency_id, candidate_id) VALUES (\(everybody.id), 0);
      INSERT INTO follow_up
        (agency_id, candidate_id, rule, occurrence, recruiter_id, anchor_at, asked_from, opens_at, due_at, done_at, withdrawn)
      SELECT
        candidate.agency_id, candidate_id, 'r', number::text, recruiter_id, day, day, day, day,
        CASE WHEN number = 3 THEN day END, false
      FROM candidate
      CROSS JOIN generate_series(1, 3) AS number
      CROSS JOIN (VALUES ('2026-11-02 12:00Z'::timestamptz)) AS moment (day)
      WHERE candidate.agency_id = :agency;
      """
    )

    let order = try await agencies.byWork(asOf: house.session.asOf).map(\.name)

    // Nothing; five in the queue, however often; everybody is seven and the mark; two open ones of each of seven.
    #expect(order == [idle.name, queued.name, everybody.name, "Test"])
  }

  @Test("Each agency has a folder of its own, with any name, and keeps it when others come")
  func folders() {
    let agencies = ["Halyard & Söhne", "halyard sohne", "招聘", "!!"].enumerated().map {
      Agency(id: $0.offset + 1, name: $0.element, timeZone: "UTC")
    }

    let folders = Agencies.folders(agencies.reversed())

    #expect(folders[1] == "halyard-sohne")
    #expect(folders[2] == "halyard-sohne-2")
    #expect(folders[4] == "4")
    #expect(Set(folders.values).count == 4)
    #expect(Agencies.folders(Array(agencies.prefix(2)))[2] == folders[2])
  }
}
