import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("What doctor finds")
struct DoctorTests {
  private typealias Site = NightTests.Site

  private static let look = ["doctor"] + NightTests.morning

  private func with(_ settings: [String: String], _ site: Site) -> Program {
    Program(folder: site.program.folder, environment: site.program.environment.merging(settings) { $1 })
  }

  @Test("A run that takes far longer than its job usually does, while its runner is alive")
  func longRun() async throws {
    let site = try await Site.make()
    func runs(startedMinutesAgo minutes: Int) async throws {
      let text = """
        TRUNCATE job_run CASCADE;
        INSERT INTO job_run (
          agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at, finished_at
        )
        SELECT agency_id, 'nightly', date '2026-11-10' + n, now(), 1, 'done', 'x', now(), now() - interval '4 min', now()
        FROM agency, generate_series(1, 3) AS n
        UNION ALL
        SELECT agency_id, 'nightly', date '2026-11-20', now(), 1, 'running', 'x', now() + interval '1 min',
          now() - make_interval(mins => \(minutes)), NULL
        FROM agency
        """
      let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
      try await connection.executeScript(text)
      await connection.close()
    }
    try await runs(startedMinutesAgo: 29)
    let early = try site.program.run(Self.look).output
    try await runs(startedMinutesAgo: 125)
    let late = try site.program.run(Self.look).output

    #expect(!early.contains("has been under way"), "\(early)")
    #expect(
      late.contains("of nightly for 2026-11-20 has been under way for 2 hours; it usually takes 4 minutes"),
      "\(late)"
    )
  }

  @Test("A file of the catalogue that the server does not take")
  func catalogue() async throws {
    let site = try await Site.make()
    let report = try String(contentsOfFile: TestAgency.checkout + "/sql/reports/overdue.sql", encoding: .utf8)
    try site.write(
      ["overdue.sql": report.replacing("\nFROM late_follow_ups(", with: "\nFROM no_such_function(")],
      to: "own/reports"
    )

    let well = try site.program.run(Self.look).output
    let ill = try with(["FOLLOWUP_CATALOG_FOLDERS": "own"], site).run(Self.look)

    #expect(well.contains("ok       catalogue: the server describes all "), "\(well)")
    #expect(ill.status == 1)
    #expect(ill.output.contains("own/reports/overdue.sql:24:"), "\(ill.output)")
    #expect(ill.output.contains("no_such_function"))
  }

  @Test(
    "A superuser who acts for the batch role, mail without encryption, and a watcher's URL that can be read on its way"
  )
  func exposed() async throws {
    let site = try await Site.make([:])
    let settings = [
      "FOLLOWUP_DATABASE_ROLE": "followup_batch", "FOLLOWUP_MAIL_FROM": "followup@agency.example",
      // Not a name of this machine, and nobody answers there.
      "FOLLOWUP_MAIL_URL": "smtp://0.0.0.0:1", "FOLLOWUP_MAIL_TLS": "none",
      "FOLLOWUP_METRICS_PING_URL": "http://watch.example/hunter2",
    ]

    let open = try with(settings, site).run(Self.look)
    let closed = try with(
      settings.merging([
        "FOLLOWUP_MAIL_TLS": "required", "FOLLOWUP_METRICS_PING_URL": "https://watch.example/hunter2",
      ]) { $1 },
      site
    ).run(Self.look)

    #expect(open.status == 1)
    #expect(open.output.contains("who logs in, is a superuser: only its SET ROLE keeps it to one agency"))
    #expect(open.output.contains("what is sent to 0.0.0.0 may cross a network without TLS"))
    #expect(open.output.contains("metrics.ping_url, which is a secret, is called without TLS at watch.example"))
    #expect(!(open.output + open.errors).contains("hunter2"))
    #expect(!closed.output.contains("without TLS"), "\(closed.output)")
  }

  @Test(
    "A connection to the database that crosses a network without TLS",
    .enabled(if: AddressRelay.ownAddress != nil, "this machine has no address but loopback")
  )
  func databaseWithoutTLS() async throws {
    let server = try OwnServer(at: "127.0.0.77")
    let relay = try AddressRelay(from: #require(AddressRelay.ownAddress), to: "127.0.0.77", 5432)
    func look(_ host: String, _ port: Int) throws -> String {
      let place = "host=\(host) port=\(port) user=followup dbname=followup sslmode=disable"
      let environment = ["FOLLOWUP_DATABASE_URL": place]
      return try Program(folder: try temporaryFolder(), environment: environment).run("doctor").output
    }
    let environment = ["FOLLOWUP_DATABASE_URL": server.database.conninfo]
    let migrated = try Program(folder: try temporaryFolder(), environment: environment).run("migrate")
    #expect(migrated.status == 0, "\(migrated.errors)")

    let (near, far) = (try look("127.0.0.77", 5432), try look("127.0.0.1", relay.port))

    #expect(near.contains("ok       encryption: the database is on this machine"), "\(near)")
    #expect(far.contains("TROUBLE  encryption: the connection to the database crosses a network without TLS"), "\(far)")
    #expect(far.contains("set ssl = on at the server, and sslmode=verify-full in database.url"), "\(far)")
  }

  @Test("A disk that is nearly full", .enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
  func disk() async throws {
    let site = try await Site.make()
    let disk = try SmallDisk(at: site.program.folder + "/small", megabytes: 50)
    defer { disk.unmount() }

    let small = try with(["FOLLOWUP_OUTPUT_FOLDER": "small/out"], site).run(Self.look).output

    let line = small.split(separator: "\n").first { $0.contains("/small") && $0.contains("disk") } ?? ""
    #expect(line.hasPrefix("TROUBLE  disk: ") && line.contains("are free on the disk of"), "\(small)")
  }
}

/// A disk in memory, of a size.
private struct SmallDisk {
  let folder: String

  static var isPossible: Bool {
    let folder = NSTemporaryDirectory() + "followup-mount-\(UUID().uuidString)"
    do {
      let disk = try SmallDisk(at: folder, megabytes: 1)
      disk.unmount()
      return true
    } catch {
      return false
    }
  }

  init(at folder: String, megabytes: Int) throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard mount("tmpfs", folder, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
      try FileManager.default.removeItem(atPath: folder)
      throw SupportError("\(folder) cannot be mounted: \(String(cString: strerror(errno)))")
    }
  }

  func unmount() {
    umount2(folder, Int32(MNT_DETACH))
    rmdir(folder)
  }
}
