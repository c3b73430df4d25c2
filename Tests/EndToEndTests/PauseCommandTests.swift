import FollowUpEngine
import Foundation
import TestServer
import TestSupport
import Testing

@Suite("followup nudge --pause and --resume, as a person types them")
struct PauseCommandTests {
  private static let asOf = "2026-11-20T12:00:00-05:00"

  private func site() async throws -> (TestAgency, Program) {
    let agency = try await TestAgency.make(asOf: Self.asOf)
    try await agency.sql(
      """
      INSERT INTO client (agency_id, client_id, source, external_id, name) VALUES (:agency, 1, 'test', 'cl1', 'Northwind');
      INSERT INTO recruiter (agency_id, recruiter_id, source, external_id, name, email)
      VALUES (:agency, 1, 'test', 'r1', 'Jane Doe', 'jane@agency.example');
      INSERT INTO candidate (agency_id, candidate_id, source, external_id, name, email, recruiter_id, search_started_on)
      VALUES (:agency, 1, 'test', 'c1', 'Zoë Müller', 'zoe@home.example', 1, '2026-11-02');
      INSERT INTO follow_up (agency_id, candidate_id, follow_up_id, rule, occurrence, party_kind, party_id, recruiter_id,
        anchor_at, asked_from, opens_at, due_at, withdrawn)
      VALUES (:agency, 1, 1, 'candidate_check_in', 'x', 'candidate', 1, 1, '2026-11-10T09:00:00-05:00',
        '2026-11-10T09:00:00-05:00', '2026-11-10T09:00:00-05:00', '2026-11-19T10:00:00-05:00', false);
      DELETE FROM plan_queue
      """
    )
    let folder = try temporaryFolder()
    return (
      agency,
      Program(
        folder: folder,
        environment: [
          "FOLLOWUP_DATABASE_URL": agency.database.conninfo, "FOLLOWUP_MAIL_MAILDIR": "\(folder)/mails",
          "FOLLOWUP_MAIL_FROM": "followup@agency.example",
        ]
      )
    )
  }

  private func mails(_ program: Program) throws -> Int {
    let folder = "\(program.folder)/mails/new"
    guard FileManager.default.fileExists(atPath: folder) else { return 0 }
    return try FileManager.default.contentsOfDirectory(atPath: folder).count
  }

  @Test("Paused with a reason, said by every command that shows mail, and resumed")
  func agency() async throws {
    let (agency, program) = try await site()
    // The database goes with it.
    defer { withExtendedLifetime(agency) {} }

    let paused = try program.run(
      "nudge",
      "--pause",
      "--reason",
      "the domain moves",
      "--by",
      "Ada",
      "--as-of",
      Self.asOf
    )
    #expect(paused.status == 0 && paused.output.contains("Paused: all mail of Test."), "\(paused.errors)")
    let again = try program.run("nudge", "--pause", "--reason", "another", "--as-of", Self.asOf)
    #expect(again.status == 0 && again.output.contains("Paused already, and left as it was: all mail of Test."))
    let words =
      "all mail of Test is paused since 2026-11-20 12:00 by Ada: the domain moves; followup nudge --resume ends that"
    let nudge = try program.run("nudge", "--as-of", Self.asOf)
    // What may stand in a log names nobody.
    let notice = "mail is paused; followup doctor shows the reason, the author and the date"
    #expect(nudge.status == 0 && nudge.errors.contains(notice), "\(nudge.errors)")
    #expect(!nudge.errors.contains("Ada"))
    #expect(nudge.errors.contains("1 message waits because mail is paused"))
    #expect(try program.run("nudge", "--dry-run", "--as-of", Self.asOf).errors.contains(words))
    #expect(try program.run("doctor", "--as-of", Self.asOf).output.contains(words))
    #expect(try mails(program) == 0)

    let resumed = try program.run("nudge", "--resume", "--as-of", Self.asOf)
    #expect(resumed.status == 0 && resumed.output.contains("Resumed: all mail of Test"))
    #expect(try program.run("nudge", "--resume", "--as-of", Self.asOf).output.contains("Not paused: all mail of Test."))
    #expect(try program.run("nudge", "--as-of", Self.asOf).status == 0)
    #expect(try mails(program) == 1)
  }

  @Test("Everything: each agency of the database")
  func everything() async throws {
    let (agency, program) = try await site()
    // The database goes with it.
    defer { withExtendedLifetime(agency) {} }
    #expect(try program.run("agency", "add", "Second", "--time-zone", "Europe/Zurich").status == 0)

    let paused = try program.run("nudge", "--pause", "--all-agencies", "--reason", "stop", "--as-of", Self.asOf)

    #expect(paused.status == 0 && paused.output.contains("Paused: all mail of Test."))
    #expect(paused.output.contains("Paused: all mail of Second."))
    #expect(try program.run("nudge", "--all-agencies", "--as-of", Self.asOf).status == 0)
    #expect(try mails(program) == 0)
    #expect(try program.run("nudge", "--resume", "--all-agencies", "--as-of", Self.asOf).status == 0)
    #expect(try program.run("nudge", "--all-agencies", "--as-of", Self.asOf).status == 0)
    #expect(try mails(program) == 1)
  }

  @Test("What cannot be meant is refused, with what to write instead")
  func refused() async throws {
    let (agency, program) = try await site()
    for (arguments, words) in [
      (["--pause"], "--pause needs a reason"), (["--pause", "--reason", " "], "--pause needs a reason"),
      (["--resume", "--reason", "x"], "--reason can be used only with --pause"),
      (["--client", "Northwind"], "--client and --by can be used only with --pause and --resume"),
      (["--pause", "--resume", "--reason", "x"], "cannot be used together"),
      (
        ["--pause", "--reason", "x", "--client", "Northwind", "--all-agencies"], "--client names a client of one agency"
      ),
      (["--pause", "--reason", "x", "--client", "Nortwind"], "you may mean \"Northwind\""),
    ] {
      let result = try program.run(["nudge"] + arguments + ["--as-of", Self.asOf])
      #expect(result.status == 64 && result.errors.contains(words), "\(arguments): \(result.status) \(result.errors)")
    }
    #expect(try await MailPauses(agency.session).inForce().isEmpty)
    let client = try program.run("nudge", "--pause", "--client", "cl1", "--reason", "a week off", "--as-of", Self.asOf)
    #expect(client.status == 0 && client.output.contains("Paused: nudges about cl1."), "\(client.errors)")
    #expect(try await MailPauses(agency.session).inForce().first?.words.contains("--client \"Northwind\"") == true)
  }
}
