import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Metrics and pings, as the program gives them")
struct MetricsTests {
  private typealias Site = NightTests.Site

  private static let night = ["run", "nightly", "--out", "out"] + NightTests.morning
  private static let file = "textfile/followup.prom"

  /// The worked example's agency with a folder for the metrics file, and a watcher.
  private func site(
    _ watcher: PingServer,
    _ settings: [String: String] = ["FOLLOWUP_MAIL_MAILDIR": "mail"]
  ) async throws -> Site {
    let site = try await Site.make(
      settings.merging([
        "FOLLOWUP_METRICS_FILE": Self.file, "FOLLOWUP_METRICS_PING_URL": watcher.url("/hunter2/{job}"),
      ]) { given, _ in given }
    )
    try FileManager.default.createDirectory(
      atPath: site.program.folder + "/textfile",
      withIntermediateDirectories: true
    )
    return site
  }

  /// The same site with other settings.
  private func with(_ settings: [String: String], _ site: Site) -> Site {
    let environment = site.program.environment.merging(settings) { $1 }
    return Site(program: Program(folder: site.program.folder, environment: environment), database: site.database)
  }

  private func written(_ site: Site) throws -> String {
    try String(contentsOfFile: "\(site.program.folder)/\(Self.file)", encoding: .utf8)
  }

  @Test(
    "A night writes the file whole, readable for all, and pings its start and its success; the command prints the same"
  )
  func night() async throws {
    let watcher = try PingServer()
    let site = try await site(watcher)

    let night = try site.expect(0, Self.night)
    let text = try written(site)
    let calls = try watcher.calls()
    let printed = try site.expect(0, ["metrics"] + NightTests.morning)
    let output = try site.expect(0, ["metrics", "--output", "m.prom"] + NightTests.morning)

    #expect(calls == ["/hunter2/nightly/start", "/hunter2/nightly"])
    #expect(!(night.output + night.errors).contains("hunter2"))
    #expect(!(night.output + night.errors).contains("watcher"))
    #expect(try site.contents(of: "textfile").keys.sorted() == ["followup.prom"])
    for name in [Self.file, "m.prom"] {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(site.program.folder)/\(name)")[.posixPermissions]
      #expect(mode as? Int == 0o644, "\(name)")
    }
    #expect(output.output.isEmpty)

    let told = try PrometheusText(text)
    let job = ["agency": "Acme", "job_name": "nightly"]
    let now = Date().timeIntervalSince1970
    #expect(told["followup_job_last_run_state", job.merging(["state": "done"]) { $1 }] == 1)
    let success = try #require(told["followup_job_last_success_timestamp_seconds", job])
    let start = try #require(told["followup_job_last_run_start_timestamp_seconds", job])
    let duration = try #require(told["followup_job_last_run_duration_seconds", job])
    #expect(success > now - 300 && success <= now)
    #expect(abs(success - start - duration) < 0.01 && duration > 0)
    #expect(told["followup_messages_sent_last_day", ["agency": "Acme"]] == Double(try site.mails().count))
    #expect(told["followup_plan_queue_candidates", ["agency": "Acme"]] == 0)
    let overdue = try csvRows(try site.expect(0, ["report", "overdue", "--format", "csv"] + NightTests.morning).output)
    let counted = told.values.filter { $0.key.name == "followup_follow_ups_overdue" }.map(\.value).reduce(0, +)
    #expect(counted == Double(overdue.count))
    func lasting(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.hasPrefix("followup_metrics_timestamp_seconds") }
    }
    #expect(lasting(printed.output) == lasting(text))
  }

  @Test("A run that fails writes the file and pings its failure; its exit code stays what it was")
  func failing() async throws {
    let watcher = try PingServer()
    let site = try await site(
      watcher,
      ["FOLLOWUP_MAIL_URL": "smtp://127.0.0.1:1", "FOLLOWUP_MAIL_FROM": "followup@agency.example"]
    )

    try site.expect(69, Self.night)

    let told = try PrometheusText(try written(site))
    let job = ["agency": "Acme", "job_name": "nightly"]
    #expect(try watcher.calls() == ["/hunter2/nightly/start", "/hunter2/nightly/fail"])
    #expect(told["followup_job_last_run_state", job.merging(["state": "failed"]) { $1 }] == 1)
    #expect(told["followup_job_last_success_timestamp_seconds", job] == nil)
    #expect((told["followup_messages", ["agency": "Acme", "state": "queued"]] ?? 0) > 0)
  }

  @Test("A database that is away is a failure that is pinged; the file stays as it was, which is said")
  func away() async throws {
    let watcher = try PingServer()
    let site = try await site(watcher)
    try site.expect(0, Self.night)
    let before = try written(site)
    _ = try watcher.calls()

    let night = try with(["FOLLOWUP_DATABASE_URL": "host=127.0.0.1 port=1"], site).expect(69, Self.night)

    #expect(try watcher.calls() == ["/hunter2/nightly/fail"])
    #expect(night.errors.contains("warning: metrics.file: the database cannot be reached"), "\(night.errors)")
    #expect(try written(site) == before)
  }

  @Test("What is not due, only tried, or held by another runner is not pinged as a failure, nor as a success")
  func notBegun() async throws {
    let watcher = try PingServer()
    let site = try await site(watcher)

    try site.expect(0, ["run", "nightly", "--when-due", "--as-of", "2026-11-20T03:00:00-05:00"])
    try site.expect(0, Self.night + ["--dry-run"])
    #expect(try watcher.calls().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: "\(site.program.folder)/\(Self.file)"))

    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    try await connection.executeScript(
      """
      INSERT INTO job_run (agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at)
      VALUES (1, 'nightly', '2026-11-20', '2026-11-20 15:00-05', 1, 'running', 'elsewhere/1/1',
        clock_timestamp() + interval '1 hour', clock_timestamp());
      """
    )
    await connection.close()
    try site.expect(75, Self.night)
    #expect(try watcher.calls() == ["/hunter2/nightly/start"])
  }

  @Test(
    "A ping that fails and a file that cannot be written are warnings, without the URL; the night is done all the same"
  )
  func unheard() async throws {
    let watcher = try PingServer()
    let site = try await site(watcher, ["FOLLOWUP_MAIL_MAILDIR": "mail", "FOLLOWUP_METRICS_FILE": "nowhere/m.prom"])

    let broken = try with(["FOLLOWUP_METRICS_PING_URL": watcher.url("/broken-hunter2/?a=b")], site)
      .expect(0, Self.night)
    let closed = try with(["FOLLOWUP_METRICS_PING_URL": "http://127.0.0.1:1/hunter2"], site).expect(0, Self.night)

    #expect(try watcher.calls() == ["/broken-hunter2/start?a=b", "/broken-hunter2/?a=b"])
    #expect(
      broken.errors.contains("warning: metrics.ping_url: the ping \"start\" did not arrive: the watcher answered 500")
    )
    #expect(
      broken.errors.contains("warning: metrics.ping_url: the ping \"success\" did not arrive"),
      "\(broken.errors)"
    )
    #expect(broken.errors.contains("warning: metrics.file: nowhere/m.prom"), "\(broken.errors)")
    #expect(closed.errors.contains("did not arrive: no connection"), "\(closed.errors)")
    #expect(!(broken.errors + closed.errors).contains("hunter2"))
  }

  @Test(
    "A ping URL that cannot be one is refused, 78, without being repeated",
    arguments: ["ftp://h/hunter2", "hunter2", "https:///hunter2", "https://h/hunter 2", "https://h/hünter2"]
  )
  func wrong(url: String) throws {
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_METRICS_PING_URL": url, "FOLLOWUP_DATABASE_URL": "host=127.0.0.1 port=1"]
    )

    let result = try program.run("run", "nightly")

    #expect(result.status == 78, "\(result.errors)")
    #expect(result.errors.contains("METRICS_PING_URL") || result.errors.contains("metrics.ping_url"))
    #expect(!result.errors.contains("hunter") && !result.errors.contains("hünter"), "\(result.errors)")
  }

  @Test("All agencies are in one file, whatever their names; their run is pinged once, as failed where one of them is")
  func allAgencies() async throws {
    let watcher = try PingServer()
    let site = try await site(watcher)
    let other = #"B "B" \ Co"#
    try site.expect(0, "agency", "add", other, "--time-zone", "Europe/Berlin")

    try site.expect(0, Self.night + ["--all-agencies"])
    let calls = try watcher.calls()
    let told = try PrometheusText(try written(site))
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    try await connection.executeScript(
      """
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE 'no space for it';
      END
      $$;
      CREATE TRIGGER refuse BEFORE INSERT ON job_step FOR EACH ROW
        WHEN (NEW.agency_id = 2) EXECUTE FUNCTION refuse();
      """
    )
    await connection.close()
    let next = ["run", "nightly", "--all-agencies", "--out", "out", "--as-of", "2026-11-23T15:00:00-05:00"]
    try site.expect(3, next)
    let after = try PrometheusText(try written(site))

    #expect(calls == ["/hunter2/nightly/start", "/hunter2/nightly"])
    for agency in ["Acme", other] {
      let done = ["agency": agency, "job_name": "nightly", "state": "done"]
      #expect(told["followup_job_last_run_state", done] == 1, "\(agency)")
      #expect(after["followup_job_last_run_state", done] == (agency == other ? 0 : 1), "\(agency)")
    }
    #expect(try watcher.calls() == ["/hunter2/nightly/start", "/hunter2/nightly/fail"])
    #expect(try site.program.run("metrics", "--agency", "Acme").status == 64)
  }

  @Test(
    "A schema that is behind is told, with 3 and what to do; doctor names a folder that does not exist and an open secret"
  )
  func behind() async throws {
    let watcher = try PingServer()
    let site = try await site(watcher, ["FOLLOWUP_METRICS_FILE": "nowhere/m.prom"])
    let yaml = site.program.folder + "/followup.yaml"
    try "metrics:\n  ping_url: https://h.example/hunter2\n".write(toFile: yaml, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: yaml)
    let doctor = try site.expect(1, ["doctor"] + NightTests.morning)
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    try await connection.executeScript(
      "DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)"
    )
    await connection.close()

    let result = try site.expect(3, "metrics")

    #expect(try PrometheusText(result.output)["followup_schema_versions_behind"] == 1)
    #expect(result.errors.contains("run followup migrate"), "\(result.errors)")
    #expect(doctor.output.contains("TROUBLE  metrics: "), "\(doctor.output)")
    #expect(doctor.output.contains("followup.yaml can be read by others"), "\(doctor.output)")
    #expect(!doctor.output.contains("hunter2"))
  }
}
