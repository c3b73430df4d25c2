import FollowUpEngine
import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

/// The worked example's agency, with words about Zoë Müller wherever words are kept.
@Suite("The right to leave: person export, person erase")
struct PersonTests {
  private static let later = ["--as-of", "2026-11-20T16:00:00-05:00"]
  /// What nobody else at the agency shares with her.
  private static let hers = [
    "Zoë", "Müller", "zoe@example.com", "zoe%40example.com", "5550110", "555-0110", "her daughter",
    "the dentist",
  ]

  private static var files: [String: String] {
    var files = Example.files
    files["touches.csv"] = """
      id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview,note
      t1,2026-11-18T10:00:00-05:00,recruiter,r1,candidate,c1,call,other,,,is ill; her daughter picks up
      t2,2026-11-20T09:00:00-05:00,candidate,c1,recruiter,r1,email,other,,,
      t3,2026-11-20T09:00:00-05:00,recruiter,r1,candidate,c1,email,proofread,a1,i1,
      t4,2026-11-20T09:10:00-05:00,candidate,c1,contact,ct1,email,thank_you,a1,i1,
      t5,2026-11-19T11:00:00-05:00,recruiter,r1,candidate,c2,call,other,,,"knows Müller, Zoë; call 212 555 0110"
      t6,2026-11-19T12:00:00-05:00,recruiter,r1,candidate,c2,call,other,,,likes tea

      """
      .replacing("\n      ", with: "\n")
    return files
  }

  /// After a night, with traces in the tables that only a longer life would fill.
  static func site() async throws -> NightTests.Site {
    let site = try await NightTests.Site.make()
    // A note that an import has replaced since: how the row was is kept too.
    let first = files["touches.csv"]?.replacing("is ill; her daughter picks up", with: "is at the dentist")
    try site.write(["touches.csv": first ?? ""], to: "data")
    try site.expect(0, ["import", "canonical", "data"] + NightTests.morning)
    try site.write(files, to: "data")
    try site.expect(0, ["import", "canonical", "data"] + NightTests.morning)
    try site.write(
      ["candidates.csv": "id,name,email,recruiter\nc9,Zoë Müller,zoe@example.com,nobody\n"],
      to: "wrong"
    )
    try site.expect(65, ["import", "canonical", "wrong"] + NightTests.morning)
    try site.expect(0, ["run", "nightly"] + NightTests.morning)
    try site.expect(
      0,
      ["worklist", "--all", "--out", "followup-output/extra", "--format", "xlsx,ics,json"] + NightTests.morning
    )
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    try await connection.executeScript(
      """
      INSERT INTO inbox_message (agency_id, message_id, read_at, sender, subject, kind, state, reason, body)
      SELECT agency_id, '<1.zoe@example.com>', now(), 'zoe@example.com', 'From Zoë', 'reply', 'unmatched', 'Zoë Müller is two', 'Hi'
      FROM agency;
      INSERT INTO mail_address (agency_id, address, unsubscribed_at) SELECT agency_id, 'zoe@example.com', now() FROM agency;
      INSERT INTO address_allowed (agency_id, address, reason, allowed_at, allowed_by)
      SELECT agency_id, 'zoe@example.com', 'zoe@example.com: unknown', now(), 'mia' FROM agency;
      UPDATE job_step SET warnings = '["to Zoë Müller <zoe@example.com>: refused"]' WHERE step = 'nudge';
      UPDATE job_run SET error = 'mail to zoe@example.com';
      INSERT INTO message_attachment (agency_id, message_id, file_name, media_type, bytes)
      SELECT agency_id, message_id, 'list.html', 'text/html', convert_to('Zoë Müller', 'UTF8') FROM message WHERE kind = 'list';
      """
    )
    await connection.close()
    return site
  }

  static func cell(_ site: NightTests.Site, _ sql: String) async throws -> String {
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    let text = try await connection.query(Statement(sql)).first?.text(at: 0) ?? "none"
    await connection.close()
    return text
  }

  /// Every row of every table, as text.
  static func dump(_ site: NightTests.Site) async throws -> String {
    let rows = try await cell(
      site,
      """
      SELECT string_agg(format('SELECT row::text AS line FROM %I AS row', tablename), ' UNION ALL ')
      FROM pg_tables
      WHERE schemaname = 'public'
      """
    )
    return try await cell(site, "SELECT string_agg(line, chr(10)) FROM (\(rows)) AS everything")
  }

  static func found(in text: String) -> [String] {
    hers.filter { text.range(of: $0, options: .caseInsensitive) != nil }
  }

  /// Files of the output folder and the maildir that hold something of hers; workbooks are unpacked.
  static func filesFound(_ site: NightTests.Site) throws -> [String] {
    try ["followup-output", "mail"].flatMap { folder -> [String] in
      let path = site.program.folder + "/" + folder
      let names = try FileManager.default.subpathsOfDirectory(atPath: path)
      return try names.filter { name in
        guard let bytes = FileManager.default.contents(atPath: "\(path)/\(name)") else { return false }
        guard name.hasSuffix(".xlsx") else { return !found(in: String(decoding: bytes, as: UTF8.self)).isEmpty }
        let sheet = try site.program.unpacked("\(path)/\(name)")
        return !found(in: sheet).isEmpty
      }
      .map { "\(folder)/\($0)" }
    }
  }

  private static let ended = """
    SELECT string_agg(concat_ws(' ', follow_up_id, rule, done_at, skipped_at, expires_at), ',' ORDER BY follow_up_id)
    FROM follow_up
    WHERE NOT withdrawn AND closes_at < '2026-11-20T16:00:00-05:00'
    """

  @Test(
    "After person erase, neither the database nor the folders hold anything of theirs; what ended stays as it ended"
  )
  func erase() async throws {
    let site = try await Self.site()
    #expect(Self.found(in: try await Self.dump(site)).count >= 5)
    #expect(try Self.filesFound(site).contains { $0.hasSuffix(".xlsx") })
    let other = try site.contents(of: "followup-output/2026-11-20/worklists").keys.filter { $0.contains("r2") }.sorted()
    let (ended, touches) = (
      try await Self.cell(site, Self.ended), try await Self.cell(site, "SELECT count(*) FROM touch")
    )

    let tried = try site.expect(0, ["person", "erase", "Zoe@Example.com", "--dry-run"] + Self.later)
    #expect(tried.output.contains("Would be erased: candidate c1; nothing was changed."))
    #expect(tried.output.contains("would be removed: followup-output/2026-11-20/worklists/worklist-r1"))
    #expect(!Self.found(in: try await Self.dump(site)).isEmpty)
    #expect(try !Self.filesFound(site).isEmpty)
    let erased = try site.expect(0, ["person", "erase", "Zoe@Example.com"] + Self.later)

    #expect(erased.output.contains("Erased: candidate c1."))
    #expect(Self.found(in: erased.output) == [])
    #expect(Self.found(in: try await Self.dump(site)) == [])
    #expect(try Self.filesFound(site) == [])
    #expect(try await Self.cell(site, "SELECT count(*) FROM message_attachment") == "0")
    // What others are told of stays: the other list, the other note.
    let lists = try site.contents(of: "followup-output/2026-11-20/worklists")
    #expect(lists.keys.filter { $0.contains("r2") }.sorted() == other)
    #expect(lists["manifest.json"]?.contains("-r1-") == false)
    #expect(try await Self.cell(site, "SELECT note FROM touch WHERE external_id = 't6'") == "likes tea")
    #expect(try await Self.cell(site, "SELECT note FROM touch WHERE external_id = 't5'") == "knows erased; call erased")
    // Counts, times and states stay, also when the plan has looked again.
    try site.expect(0, ["plan"] + Self.later)
    #expect(try await Self.cell(site, Self.ended) == ended)
    #expect(try await Self.cell(site, "SELECT count(*) FROM touch") == touches)
    #expect(
      try await Self.cell(
        site,
        """
        SELECT count(*) FROM follow_up JOIN candidate USING (agency_id, candidate_id)
        WHERE erased_at IS NOT NULL AND closes_at > '2026-11-20T16:00:00-05:00' AND party_kind IS DISTINCT FROM 'reference'
        """
      ) == "0"
    )
    for command in [
      ["worklist", "--all", "--format", "csv"], ["nudge"], ["report", "on_time", "--format", "csv"], ["check"],
      ["run", "nightly", "--as-of", "2026-11-23T06:00:00-05:00"],
    ] {
      let result = try site.expect(0, command + (command.contains("--as-of") ? [] : Self.later))
      #expect(Self.found(in: result.output + result.errors) == [])
    }
    #expect(try Self.filesFound(site) == [])
  }

  @Test(
    "Whoever was erased is refused by an import under any id, named by file, line and id; a second erasure finds nothing"
  )
  func comingBack() async throws {
    let site = try await Self.site()
    try site.expect(0, ["person", "erase", "zoe@example.com"] + Self.later)
    let before = try await Self.cell(site, "SELECT count(*) FROM erased_digest")

    let again = try site.expect(3, ["import", "canonical", "data"] + Self.later)
    try site.write(
      [
        "candidates.csv":
          "id,name,email,phone,recruiter\nx7,Z. M.,ZOE@example.com,,r1\nx8,Zoë Müller,,(212) 555-0110,r1\n"
      ],
      to: "other"
    )
    let other = try site.expect(65, ["import", "canonical", "other"] + Self.later)
    let twice = try site.expect(0, ["person", "erase", "zoe@example.com"] + Self.later)
    let byID = try site.expect(0, ["person", "erase", "--id", "candidate:c1"] + Self.later)

    #expect(
      again.errors.contains("data/candidates.csv:2: id: c1 is a person who was erased on 2026-11-20 at their request")
    )
    #expect(other.errors.contains("other/candidates.csv:2: id: x7 is a person who was erased"))
    #expect(other.errors.contains("other/candidates.csv:3: id: x8 is a person who was erased"))
    #expect(try await Self.cell(site, "SELECT count(*) FROM candidate") == "2")
    #expect(Self.found(in: try await Self.dump(site)) == [])
    #expect(twice.output == "Was erased on 2026-11-20.\n")
    #expect(byID.output == "Was erased on 2026-11-20: candidate c1.\n")
    #expect(try await Self.cell(site, "SELECT count(*) FROM erased_digest") == before)
    #expect(try await Self.cell(site, "SELECT count(*) FROM erasure") == "1")
    let audit = try site.expect(0, ["report", "audit", "--format", "csv", "-p", "to=today"] + Self.later).output
    #expect(audit.contains(",\(NSUserName()),erased,,,,,,,a person was erased: rows of candidates 1\n"))
    #expect(Self.found(in: audit) == [])
  }

  @Test("Somebody else's rows stay: who only shares a telephone, who works here, who is not there")
  func others() async throws {
    let site = try await Self.site()
    try site.write(
      ["contacts.csv": "id,client,name,phone\nct7,cl1,Uwe Kern,+1-212-555-0101\n"],
      to: "more"
    )
    try site.expect(0, ["import", "canonical", "more"] + NightTests.morning)

    try site.expect(0, "agency", "add", "Second", "--time-zone", "Europe/Berlin")
    try site.write(["ana.csv": "Ana Ruiz"], to: "followup-output/second")
    try site.write(["ana.csv": "Ana Ruiz"], to: "followup-output/old")
    let acme = ["--agency", "Acme"] + Self.later

    try site.expect(0, ["person", "erase", "ana@acme.example"] + acme)
    let recruiter = try site.program.run(["person", "erase", "rae@agency.example"] + acme)
    let nobody = try site.program.run(["person", "erase", "nobody@example.com"] + acme)

    #expect(
      try await Self.cell(site, "SELECT string_agg(concat_ws(' ', name, phone), ',' ORDER BY external_id) FROM contact")
        == "erased,Ben Cole +1-212-555-0102,Uwe Kern +1-212-555-0101"
    )
    #expect(try site.contents(of: "followup-output/second") == ["ana.csv": "Ana Ruiz"])
    #expect(try site.contents(of: "followup-output/old").isEmpty)
    #expect(recruiter.status == 64 && recruiter.errors.contains("belongs to the recruiter r1, who works here"))
    #expect(nobody.status == 64 && nobody.errors.contains("the address nobody@example.com belongs to nobody"))
    #expect(try site.program.run("person", "erase").status == 64)
    #expect(try site.program.run("person", "erase", "--id", "job:1").status == 64)
  }

  @Test("person export gives everything that is held, as JSON and as a page")
  func export() async throws {
    let site = try await Self.site()

    let told = try site.expect(0, ["person", "export", "zoe@example.com", "--out", "hers"] + Self.later)
    let plain = try site.expect(0, ["person", "export", "--id", "reference:rf1"] + Self.later)

    #expect(told.output.hasPrefix("candidate c1: hers/person.json, hers/person.html\n"))
    let files = try site.contents(of: "hers")
    let json = try #require(files["person.json"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let touches = try #require(object["touches"] as? [[String: Any]])
    #expect(touches.count == 5)
    #expect(touches.contains { $0["note"] as? String == "is ill; her daughter picks up" })
    let before = try #require(object["rows_before_an_import_changed_them"] as? [[String: Any]])
    #expect(before.contains { $0["note"] as? String == "is at the dentist" })
    #expect((object["candidate"] as? [[String: Any]])?.first?["name"] as? String == "Zoë Müller")
    for part in [
      "applications", "interviews", "follow_ups", "mails_to_them", "mails_to_others_that_tell_of_them",
      "mails_that_were_read",
      "addresses_that_get_no_mail", "rows_that_an_import_refused",
    ] {
      #expect((object[part] as? [Any])?.isEmpty == false, "\(part)")
    }
    #expect(!json.contains("Omar") && !json.contains("ito@example.org"))
    let page = try #require(files["person.html"])
    #expect(page.contains("<h2>Touches (5)</h2>") && page.contains("<bdi>Zoë Müller</bdi>"))
    #expect(plain.output.contains("\"name\": \"Prof. Ito\""))
  }
}

extension Program {
  /// The text of all parts of a workbook.
  fileprivate func unpacked(_ path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); sys.stdout.buffer.write(b''.join(z.read(n) for n in z.namelist()))",
      path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
