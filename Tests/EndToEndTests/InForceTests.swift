import TestSupport
import Testing

@Suite("What is in force, and what would be done")
struct InForceTests {
  @Test("rules and rules show say the values in force and where they come from; several agencies: the defaults")
  func rules() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, "agency", "policy", "thank_you_email.due_hours=20", "--quiet")
    try site.expect(0, "agency", "policy", "check_in_cap=2", "--client", "cl1", "--quiet")

    let rules = try csvRows(try site.expect(0, "rules", "--format", "csv").output)
    let shown = try site.expect(0, "rules", "show", "thank_you_email").output
    let client = try site.expect(0, "rules", "show", "client_check_in", "--client", "cl1").output
    try site.expect(0, "agency", "add", "Second", "--time-zone", "Europe/Berlin")
    let defaults = try site.expect(0, "rules", "--format", "csv")

    let rule = rules.first { $0["rule"] == "thank_you_email" }
    #expect(rule?["parameters"]?.hasPrefix("due_hours=20 expires_hours=24") == true)
    #expect(rule?["set_by"] == "due_hours: policy of the agency")
    #expect(shown.hasPrefix("-- rule: thank_you_email\n"))
    #expect(shown.contains("\n-- thank_you_email.due_hours = 20: policy of the agency, instead of 24\n"), "\(shown)")
    #expect(shown.contains("\n-- thank_you_email.expires_hours = 24: default\n"))
    #expect(client.contains("\n-- check_in_cap = 2: policy for this client, instead of 4\n"), "\(client)")
    #expect(client.contains("\n-- check_in_mode = weekly: default\n"))
    #expect(defaults.output.contains("due_hours=24"))
    #expect(defaults.errors.contains("this database has 2 agencies: these are the defaults"))
    #expect(try site.program.run("rules", "show", "nope").status == 64)
  }

  @Test("run --dry-run says what each step would do, and writes and sends nothing")
  func dryRun() async throws {
    let site = try await NightTests.Site.make()

    let tried = try site.expect(0, ["run", "nightly", "--dry-run", "--out", "out"] + NightTests.morning)
    let runs = try site.expect(0, ["runs"] + NightTests.morning)

    #expect(tried.output.contains("The run of nightly for 2026-11-20 would do this; nothing was written or sent."))
    #expect(tried.output.contains("plan: of 2 candidates, "))
    #expect(
      tried.output.contains(
        "worklists: lists of 2 recruiters would be written as csv, html to out/2026-11-20/worklists"
      )
    )
    #expect(tried.output.contains("nudge: by the current plan, 0 messages would be sent"))
    #expect(tried.output.contains("report overdue: would be written as csv to out/2026-11-20"))
    #expect(tried.output.contains("checks: "))
    #expect(!runs.output.contains("nightly"))
    #expect(try site.contents(of: "out").isEmpty)
    #expect(try site.mails().isEmpty)
    try site.expect(0, ["run", "nightly", "--out", "out"] + NightTests.morning)
    let done = try site.expect(0, ["run", "nightly", "--dry-run"] + NightTests.morning)
    #expect(done.output.contains("was done before"))
  }

  @Test(
    "nudge --all-agencies sends what every agency owes; it goes with no agency's name, and with nothing that picks messages"
  )
  func nudgeAll() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, "agency", "add", "Second", "--time-zone", "Europe/Berlin")
    try site.expect(0, ["import", "canonical", "data", "--agency", "Second"] + NightTests.morning)
    try site.expect(0, ["plan", "--all-agencies"] + NightTests.morning)

    let all = try site.expect(0, ["nudge", "--all-agencies"] + NightTests.morning)

    #expect(all.errors.contains("followup: Acme: ") && all.errors.contains("followup: Second: "), "\(all.errors)")
    #expect(try site.mails().count > 1)
    #expect(try site.program.run("nudge", "--all-agencies", "--agency", "Acme").status == 64)
    #expect(try site.program.run("nudge", "--all-agencies", "--drop", "all").status == 64)
  }
}
