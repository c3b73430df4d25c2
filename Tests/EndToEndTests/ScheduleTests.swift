import Foundation
import TestServer
import TestSupport
import Testing

@Suite("When jobs start")
struct ScheduleTests {
  private static let job = """
    summary: A job in the hour in which clocks change.
    schedule: "30 SS * * *"
    time_limit_minutes: 5
    steps:
      - do: checks

    """

  private func place(hour: Int, repeated: Bool = false) async throws -> (site: NightTests.Site, program: Program) {
    let site = try await NightTests.Site.make([:])
    let own = site.program.folder + "/own/jobs"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    var text = Self.job.replacing("SS", with: "\(hour)")
    if repeated { text = text.replacing("time_limit", with: "repeated: yes\ntime_limit") }
    try text.write(toFile: own + "/early.yaml", atomically: true, encoding: .utf8)
    let environment = site.program.environment.merging(["FOLLOWUP_CATALOG_FOLDERS": "own"]) { $1 }
    return (site, Program(folder: site.program.folder, environment: environment))
  }

  @Test(
    "A job of 02:30 or 01:30 runs once in each of the nights in which clocks change, and not before its time",
    arguments: [
      // The clocks of New York skip 02:30, and the scheduler starts it at 03:30 every night.
      (
        2, ["2027-03-14T01:30:00-05:00", "2027-03-14T03:30:00-04:00", "2027-03-14T04:30:00-04:00"],
        [false, true, false]
      ),
      (
        2, ["2027-03-13T02:29:59-05:00", "2027-03-13T02:30:00-05:00", "2027-03-13T03:30:00-05:00"],
        [false, true, false]
      ),
      // 01:30 comes twice.
      (
        1, ["2027-11-07T01:30:00-04:00", "2027-11-07T01:30:00-05:00", "2027-11-08T01:30:00-05:00"], [true, false, true]
      ),
    ]
  )
  func clocksChange(hour: Int, starts: [String], runs: [Bool]) async throws {
    let (site, program) = try await place(hour: hour)
    defer { withExtendedLifetime(site) {} }
    var ran: [Bool] = []
    for start in starts {
      let result = try program.run("run", "early", "--when-due", "--as-of", start)
      #expect(result.status == 0, "\(result.errors)")
      ran.append(result.output.contains("files in"))
      #expect(ran.last == true || result.output == "")
    }
    #expect(ran == runs)
  }

  @Test("A repeated job is started once for each of its times")
  func repeated() async throws {
    let (site, program) = try await place(hour: 9, repeated: true)
    defer { withExtendedLifetime(site) {} }
    let ran = try ["08:30", "09:30", "10:30"].map { time in
      try program.run("run", "early", "--when-due", "--as-of", "2026-11-20T\(time):00-05:00").output != ""
    }
    #expect(ran == [false, true, false])
  }

  @Test("Units of systemd start at the agency's times, also where clocks skip one, and are what systemd reads")
  func systemd() async throws {
    let (site, program) = try await place(hour: 2)
    defer { withExtendedLifetime(site) {} }
    let written = try program.run("schedule", "systemd", "early", "nightly", "--out", "units", "--user", "nobody")
    #expect(written.status == 0, "\(written.errors)")
    let read = { (name: String) throws in
      try String(contentsOfFile: "\(program.folder)/units/\(name)", encoding: .utf8)
    }
    let times = try read("followup-early.timer").split(separator: "\n").filter { $0.hasPrefix("OnCalendar=") }
    #expect(times == ["OnCalendar=*-*-* 02:30:00 America/New_York", "OnCalendar=*-*-* 03:30:00 America/New_York"])
    #expect(try read("followup-nightly.timer").contains("\nOnCalendar=*-*-* 05:30:00 America/New_York\nAccuracySec"))
    #expect(try read("followup-early.service").contains("/followup run early --when-due\n"))
    #expect(try read("followup-early.service").contains("\nUser=nobody\n"))
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") else { return }
    let verify = Process()
    verify.executableURL = URL(fileURLWithPath: "/usr/bin/systemd-analyze")
    verify.arguments =
      ["verify", "--man=no"]
      + ["early", "nightly"].flatMap { name in
        ["service", "timer"].map { kind in "\(program.folder)/units/followup-\(name).\(kind)" }
      }
    let words = Pipe()
    verify.standardError = words
    try verify.run()
    let said = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    verify.waitUntilExit()
    #expect(verify.terminationStatus == 0, "\(said)")
    #expect(!said.contains("Unknown"), "\(said)")
  }

  @Test("Services may write to their user's home and where the settings say; timers for any zone need no database")
  func anyZone() throws {
    let folder = try temporaryFolder()
    try """
    database:
      url: postgresql://nowhere.example/followup
    output:
      folder: /srv/lists of all
    mail:
      maildir: mail
    metrics:
      file: /var/lib/node/followup.prom
    inbox:
      maildir: /var/mail/x-{agency}/new
    """.write(toFile: folder + "/followup.yaml", atomically: true, encoding: .utf8)
    let program = Program(folder: folder, environment: [:])
    let printed = try program.run("schedule", "systemd", "--any-zone", "--user", "nobody-here")
    #expect(printed.status == 0, "\(printed.errors)")
    let lines = Set(printed.output.split(separator: "\n"))
    #expect(lines.contains("ReadWritePaths=/var/lib/followup \"-/srv/lists of all\" -/var/lib/node -/var/mail"))
    #expect(lines.contains("ProtectSystem=strict") && lines.contains("SystemCallFilter=@system-service"))
    #expect(printed.output.contains(" run nightly --when-due --all-agencies\n"))
    // Every quarter of an hour, since zones are apart by these; what is repeated in any case, at its own minutes.
    #expect(lines.contains("OnCalendar=*-*-* *:00,15,30,45:00") && lines.contains("OnCalendar=*-*-* *:00,20,40:00"))

    try "output: {folder: /home/rae/lists}\n".write(toFile: folder + "/home.yaml", atomically: true, encoding: .utf8)
    let home = try program.run(
      "schedule",
      "systemd",
      "nightly",
      "--any-zone",
      "--config",
      "home.yaml",
      "--user",
      "nobody-here"
    ).output
    #expect(home.contains("\nReadWritePaths=/var/lib/followup -/home/rae/lists\nProtectHome=read-only\n"), "\(home)")

    let cron = try program.run("schedule", "cron", "--any-zone")
    #expect(cron.status == 64)
    #expect(cron.errors.contains("--any-zone is only for systemd"))
    let zone = try program.run("schedule", "systemd", "--any-zone", "--time-zone", "Europe/Zurich")
    #expect(zone.status == 64)
    #expect(zone.errors.contains("goes neither with --time-zone nor with --agency"))
  }

  @Test("deploy/kubernetes/cronjobs.yaml is what is printed for New York")
  func cronJobs() throws {
    let program = Program(folder: try temporaryFolder(), environment: [:])
    let printed = try program.run(
      ["schedule", "kubernetes", "--time-zone", "America/New_York", "--image", "registry.example/followup:1"]
    )
    let kept = try String(contentsOfFile: TestAgency.checkout + "/deploy/kubernetes/cronjobs.yaml", encoding: .utf8)
    #expect(printed.output == kept)
  }

  @Test("Lines of cron are in the machine's time, summer and winter; Kubernetes knows zones")
  func others() async throws {
    let (site, program) = try await place(hour: 2)
    defer { withExtendedLifetime(site) {} }
    let elsewhere = try program.run("schedule", "cron", "nightly", "--machine-zone", "Etc/UTC").output
    let here = try program.run("schedule", "cron", "early", "--machine-zone", "America/New_York").output
    let kubernetes = try program.run("schedule", "kubernetes", "early", "--image", "registry.example/followup:1").output
    #expect(elsewhere.contains("\n30 9,10 * * * /"))
    #expect(elsewhere.contains("/followup run nightly --when-due >/dev/null\n"))
    #expect(here.contains("\n30 2 * * * /") && here.contains("\n30 3 * * * /"))
    #expect(kubernetes.contains("  schedule: \"30 2,3 * * *\"\n  timeZone: America/New_York\n"))
    #expect(kubernetes.contains("args: [\"run\", \"early\", \"--when-due\"]"))
    #expect(kubernetes.contains("secretRef: {name: followup}") && !kubernetes.contains("postgres"))

    // Of several agencies one may be meant; its name is a word of each scheduler's own writing.
    _ = try program.run("agency", "add", "Ab \"50 %\" & Co", "--time-zone", "Europe/Berlin")
    let all = try program.run("schedule", "cron", "nightly", "--machine-zone", "Etc/UTC").output
    #expect(all.contains("/followup run nightly --when-due --all-agencies >/dev/null\n"))
    let one = { (kind: String) throws in
      try program.run("schedule", kind, "nightly", "--agency", "Ab \"50 %\" & Co").output
    }
    #expect(try one("cron").contains("run nightly --when-due --agency 'Ab \"50 \\%\" & Co' >/dev/null\n"))
    #expect(try one("systemd").contains("run nightly --when-due --agency \"Ab \\\"50 %%\\\" & Co\"\n"))
    #expect(try one("systemd").contains("OnCalendar=*-*-* 05:30:00 Europe/Berlin\n"))
    #expect(try one("kubernetes").contains("\"--agency\", \"Ab \\\"50 %\\\" & Co\"]"))

    // Zones whose names differ in a sign alone.
    for zone in ["Etc/GMT+5", "Etc/GMT-5"] { _ = try program.run("agency", "add", zone, "--time-zone", zone) }
    let names = try program.run("schedule", "kubernetes", "nightly", "--image", "registry.example/followup:1").output
      .split(separator: "\n").filter { $0.hasPrefix("  name: ") }
    #expect(names.contains("  name: followup-nightly-etc-gmt-plus-5"), "\(names)")
    #expect(names.count == 4 && Set(names).count == 4, "\(names)")

    let unknown = try program.run("schedule", "cron", "nightli")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("the job nightli does not exist; you may mean nightly"))
    let zone = try program.run("schedule", "cron", "--time-zone", "Mars/Base")
    #expect(zone.status == 64)
    #expect(zone.errors.contains("Mars/Base is not a time zone"))
  }
}
