import FollowUpEngine
import Foundation
import TestSupport
import Testing

/// The agency of ``PersonTests``: after a night, with words about Zoë Müller wherever words are kept. Two years later, nobody has written of her.
@Suite("How long people are kept: person retention, jobs/retention.yaml, person readmit")
struct RetentionTests {
  private static let before = ["--as-of", "2026-11-21T12:00:00-05:00"]
  private static let later = ["--as-of", "2028-12-04T12:00:00-05:00"]
  private static let day = ["--as-of", "2028-12-05T12:00:00-05:00"]

  /// Her search is over, and the agency keeps candidates for a year.
  private static func site() async throws -> NightTests.Site {
    let site = try await PersonTests.site()
    try site.write(
      [
        "candidates.csv": """
        id,name,email,phone,recruiter,status,status_since
        c1,Zoë Müller,zoe@example.com,+1-212-555-0110,r1,inactive,2026-11-21T10:00:00-05:00

        """
      ],
      to: "over"
    )
    try site.expect(0, ["import", "canonical", "over"] + before)
    try site.expect(0, ["plan"] + later)
    return site
  }

  @Test("Without a policy nobody is anonymised, by the command or by the job, and both say so")
  func unset() async throws {
    let site = try await Self.site()

    let command = try site.expect(0, ["person", "retention"] + Self.later)
    let preview = try site.expect(0, ["run", "retention", "--dry-run"] + Self.later)
    let run = try site.expect(0, ["run", "retention"] + Self.later)

    let words = "everybody is kept: the policy keys keep_candidates_days and keep_references_days are not set"
    #expect(command.errors.contains("\(words); nothing was done"))
    #expect(preview.output.contains("retention: \(words)\n"))
    #expect(run.errors.contains("retention: \(words)"))
    #expect(try await PersonTests.cell(site, "SELECT count(*) FROM candidate WHERE erased_at IS NOT NULL") == "0")
  }

  @Test("A policy below the legal minimum is refused, in both directions, by command and by file")
  func minimum() async throws {
    let site = try await NightTests.Site.make()

    let below = try site.program.run("agency", "policy", "keep_candidates_days=100")
    try site.expect(0, "agency", "policy", "keep_candidates_days=200")
    let above = try site.program.run("agency", "policy", "keep_minimum_days=201")
    try site.write(["policy.csv": "key,value\nkeep_references_days,90\nkeep_minimum_days,150\n"], to: "both")
    let file = try site.expect(65, ["import", "canonical", "both"] + NightTests.morning)

    #expect(below.status == 64)
    #expect(below.errors.contains("keep_candidates_days must not be less than the 180 days of keep_minimum_days"))
    #expect(above.status == 64)
    #expect(above.errors.contains("keep_minimum_days must not be more than the 200 days of keep_candidates_days"))
    #expect(file.errors.contains("both/policy.csv:2: value: 90 cannot stand beside keep_minimum_days, which is 150"))
    #expect(
      file.errors.contains(
        "both/policy.csv:3: value: 150 is more than the 90 days for which people are kept by this policy"
      )
    )
    #expect(try await PersonTests.cell(site, "SELECT string_agg(key, ',') FROM policy") == "keep_candidates_days")
  }

  @Test(
    "--dry-run shows who would go and what blocks it; the job anonymises: neither database nor folders hold them; a second run does nothing"
  )
  func run() async throws {
    let site = try await Self.site()
    try site.expect(0, "agency", "policy", "keep_candidates_days=365")

    // A mail of hers waits for a person, and Omar is still looking.
    let blocked = try site.expect(0, ["person", "retention", "--dry-run", "--format", "csv"] + Self.later)
    try site.expect(0, ["inbox", "settle", "all"] + Self.later)
    let tried = try site.expect(0, ["person", "retention", "--dry-run", "--format", "csv"] + Self.later)
    let preview = try site.expect(0, ["run", "retention", "--dry-run"] + Self.later)
    let held = PersonTests.found(in: try await PersonTests.dump(site))
    let run = try site.expect(0, ["run", "retention", "--verbose"] + Self.later)
    let erasures = try await PersonTests.cell(site, "SELECT count(*) FROM erasure")
    let again = try site.expect(0, ["person", "retention"] + Self.later)
    let next = try site.expect(0, ["run", "retention"] + Self.day)

    let head = "kind,id,last_fact_at,due_since,blocked_by,blocked_until\n"
    let omar = "candidate,c2,2026-11-19T17:00:00Z,2027-11-19T17:00:00Z,is active: the search goes on"
    #expect(blocked.output.hasPrefix(head))
    #expect(
      blocked.output.contains(
        "candidate,c1,2026-11-21T15:00:00Z,2027-11-21T15:00:00Z,a mail from them waits in the inbox,\n"
      )
    )
    #expect(blocked.output.contains(omar))
    #expect(tried.output.hasPrefix(head + "candidate,c1,2026-11-21T15:00:00Z,2027-11-21T15:00:00Z,,\n"))
    #expect(tried.errors.contains("1 candidate and 0 references would be anonymised, 1 kept; nothing was changed"))
    #expect(preview.output.contains("retention: 1 candidate and 0 references would be anonymised, 1 kept"))
    #expect(held.count >= 5)
    #expect(PersonTests.found(in: try await PersonTests.dump(site)) == [])
    #expect(try PersonTests.filesFound(site) == [])
    #expect(PersonTests.found(in: run.output + run.errors) == [])
    #expect(run.errors.contains("retention: blocked 1, candidates 1, files "))
    #expect(erasures == "1")
    #expect(again.output == "0 candidates and 0 references anonymised, 1 whose time is over kept.\n")
    #expect(next.errors.contains("retention: blocked 1\n"))
    #expect(try await PersonTests.cell(site, "SELECT count(*) FROM erasure") == "1")
    // Counts, times and states stay, and somebody who works on is untouched.
    #expect(try await PersonTests.cell(site, "SELECT name FROM candidate WHERE external_id = 'c2'") == "Omar Haddad")
    #expect(try await PersonTests.cell(site, "SELECT count(*) FROM touch") == "6")
    #expect(try await PersonTests.cell(site, "SELECT note FROM touch WHERE external_id = 't6'") == "likes tea")
    try site.expect(0, ["check"] + Self.later)
    let audit = try site.expect(0, ["report", "audit", "--format", "csv", "-p", "from=today"] + Self.later).output
    #expect(audit.contains("erased,,,,,,,a person was anonymised by age: rows of candidates 1\n"))
  }

  @Test(
    "Somebody who was anonymised is refused, and why, until they are let in again; their counts are one history"
  )
  func readmitted() async throws {
    let site = try await Self.site()
    try site.expect(0, "agency", "policy", "keep_candidates_days=365")
    try site.expect(0, ["inbox", "settle", "all"] + Self.later)
    try site.expect(0, ["person", "retention"] + Self.later)
    let touches = try await PersonTests.cell(site, "SELECT count(*) FROM touch")
    let reason = ["--reason", "came back on her own, form of 2028-12-04"]

    let refused = try site.expect(65, ["import", "canonical", "over"] + Self.later)
    let telling = try site.program.run(
      ["person", "readmit", "zoe@example.com", "--reason", "ZOE@example.com asked"] + Self.later
    )
    let nobody = try site.expect(0, ["person", "readmit", "nobody@example.com"] + reason + Self.later)
    let tried = try site.expect(0, ["person", "readmit", "zoe@example.com", "--dry-run"] + reason + Self.later)
    let done = try site.expect(0, ["person", "readmit", "Zoe@Example.com"] + reason + Self.later)
    let again = try site.expect(0, ["person", "readmit", "zoe@example.com"] + reason + Self.later)
    let waiting = try await PersonTests.cell(site, "SELECT name FROM candidate WHERE external_id = 'c1'")
    try site.expect(0, ["import", "canonical", "over"] + Self.later)
    try site.expect(0, ["plan"] + Self.later)

    #expect(
      refused.errors.contains(
        "over/candidates.csv:2: id: c1 is a person who was anonymised on 2028-12-04, when nothing had happened"
      )
    )
    #expect(refused.errors.contains("or let them in if they have come back: followup person readmit"))
    #expect(telling.status == 64 && telling.errors.contains("the reason says who it is, and it is kept"))
    #expect(nobody.output == "Nobody who is known by that is kept out; nothing was done.\n")
    #expect(tried.output == "Would be let in again: erased on 2028-12-04; nothing was changed.\n")
    #expect(done.output == "Let in again: erased on 2028-12-04. The next import takes them.\n")
    #expect(again.output == nobody.output)
    #expect(waiting == "erased")
    #expect(
      try await PersonTests.cell(
        site,
        "SELECT concat_ws(' ', name, email, erased_at) FROM candidate WHERE external_id = 'c1'"
      ) == "Zoë Müller zoe@example.com"
    )
    #expect(try await PersonTests.cell(site, "SELECT count(*) FROM touch") == touches)
    #expect(try await PersonTests.cell(site, "SELECT count(*) FROM erased_digest") == "0")
    #expect(try await PersonTests.cell(site, "SELECT count(*) FROM follow_up WHERE kept") == "0")
    try site.expect(0, ["check"] + Self.later)
    let audit = try site.expect(0, ["report", "audit", "--format", "csv", "-p", "from=today"] + Self.later).output
    #expect(
      audit.contains("let in again,,,,,,,\"a person who was erased: came back on her own, form of 2028-12-04\"\n")
    )
    // Erased again, they are refused again.
    try site.expect(0, ["person", "erase", "zoe@example.com"] + Self.day)
    let refusedAgain = try site.expect(65, ["import", "canonical", "over"] + Self.day)
    #expect(refusedAgain.errors.contains("was erased on 2028-12-05"))
  }
}
