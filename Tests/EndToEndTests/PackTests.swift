import Foundation
import Mail
import TestServer
import TestSupport
import Testing

@Suite("The pack of those who lead the agency, as the program runs it")
struct PackTests {
  private static let morning = NightTests.morning

  /// Sentences, one of them with what HTML must not take for its own, and a picture.
  private static let own = [
    "reports/said.sql": """
    -- report: said
    -- summary: What matters?
    -- personal: yes
    -- param: from = monday - 1 weeks -- the first day
    -- column: kind -- better, worse or help
    -- column: sentence -- what to know
    SELECT kind, sentence
    FROM (
      VALUES
        ('help', 'Rae Moss has 2 overdue.'),
        ('worse', 'R&D <b>Ltd</b> is silent since ' || :'from'),
        ('help', 'Max Boss has 1 overdue.')
    ) AS said (kind, sentence)

    """,
    "reports/drawn.sql": """
    -- report: drawn
    -- title: Numbers <drawn>
    -- summary: How many are there?
    -- personal: no
    -- column: number_id -- its id
    -- column: number -- its name
    -- column: amount -- how many
    -- column: place -- a name that the picture's own statement must not take
    -- column: unused -- nothing
    -- chart: bars of amount by number
    SELECT 'id' || number AS number_id, 'N' || lpad(number::text, 2, '0') AS number, number * 10 AS amount, 1 AS place,
      NULL::text AS unused
    FROM generate_series(1, 20) AS number
    ORDER BY number

    """,
    "reports/nothing.sql": """
    -- report: nothing
    -- summary: Is there anything?
    -- column: a -- a
    SELECT 'x'::text AS a WHERE false

    """,
    "reports/broken.sql": """
    -- report: broken
    -- summary: What does a fault in the middle do?
    SELECT 1 / (number - 3) AS a FROM generate_series(1, 5) AS number

    """,
  ]

  private static func job(_ reports: String) -> String {
    """
    summary: The week.
    schedule: "30 6 * * 1"
    time_limit_minutes: 10
    steps:
      - do: pack
        reports: [\(reports)]
        with:
          from: monday - 2 weeks

    """
  }

  /// A site with those reports, and a job `week` of some of them.
  private func site(
    _ reports: String = "drawn, said, overdue, nothing",
    _ settings: [String: String] = ["FOLLOWUP_MAIL_MAILDIR": "mail"]
  ) async throws -> NightTests.Site {
    let site = try await NightTests.Site.make(settings)
    for folder in ["reports", "jobs"] {
      let files = Self.own.merging(["jobs/week.yaml": Self.job(reports)]) { $1 }
        .filter { $0.key.hasPrefix(folder + "/") }
        .map { (String($0.key.dropFirst(folder.count + 1)), $0.value) }
      try site.write(Dictionary(uniqueKeysWithValues: files), to: "own/\(folder)")
    }
    try "catalog:\n  folders: [own]\n".write(
      toFile: site.program.folder + "/followup.yaml",
      atomically: true,
      encoding: .utf8
    )
    try site.expect(0, ["plan"] + Self.morning)
    return site
  }

  private func bytes(_ site: NightTests.Site, _ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(site.program.folder)/\(path)"))
  }

  private func text(_ site: NightTests.Site, _ path: String) throws -> String {
    String(decoding: try bytes(site, path), as: UTF8.self)
  }

  private func digest(_ site: NightTests.Site, _ path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum", "\(site.program.folder)/\(path)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(String(decoding: said, as: UTF8.self).prefix(64))
  }

  private func files(_ site: NightTests.Site) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: site.program.folder + "/out/2026-11-20/week").sorted()
  }

  private func mails(_ site: NightTests.Site) throws -> [ReceivedMessage] {
    try FileManager.default.contentsOfDirectory(atPath: site.program.folder + "/mail/new").sorted().map {
      try ReceivedMessage([UInt8](bytes(site, "mail/new/\($0)")))
    }
  }

  @Test("A page, a workbook and CSVs with a manifest, mailed once to whom nobody is above; a second run sends nothing")
  func week() async throws {
    let site = try await site()

    let run = try site.expect(0, ["run", "week", "--out", "out"] + Self.morning)
    let again = try site.expect(0, ["run", "week", "--out", "out"] + Self.morning)

    #expect(run.errors.contains("pack: mails 1, reports 4, "), "\(run.errors)")
    #expect(again.output.contains("was done before; nothing was done again"))
    let wanted = [
      "drawn.csv", "manifest.json", "nothing.csv", "overdue.csv", "said.csv", "week.html", "week.xlsx",
    ]
    #expect(try files(site) == wanted)
    struct Manifest: Decodable {
      struct File: Decodable {
        let name: String
        let rows: Int
        let sha256: String
      }
      let files: [File]
    }
    let folder = "out/2026-11-20/week"
    let manifest = try JSONDecoder().decode(Manifest.self, from: try bytes(site, folder + "/manifest.json"))
    #expect(manifest.files.map(\.name) == wanted.filter { $0 != "manifest.json" })
    for file in manifest.files {
      #expect(try digest(site, "\(folder)/\(file.name)") == file.sha256, "\(file.name)")
    }
    #expect(manifest.files.first { $0.name == "drawn.csv" }?.rows == 20)

    let mails = try mails(site)
    #expect(mails.count == 1)
    let mail = try #require(mails.first)
    #expect(mail.to.map(\.address) == ["max@agency.example"])
    #expect(mail.subject == "Acme: week report")
    #expect(mail.messageID?.hasPrefix("<pack-week-") == true)
    #expect(mail.text?.contains("Who needs help:\n- Rae Moss has 2 overdue.\n- Max Boss has 1 overdue.\n") == true)
    #expect(mail.html?.contains("R&amp;D &lt;b&gt;Ltd&lt;/b&gt; is silent since 2026-11-02") == true)
    #expect(mail.html?.contains("<svg") == false)
    #expect(mail.attachments.map(\.filename) == ["week.html", "week.xlsx"])
    for file in mail.attachments { #expect(Data(file.bytes) == (try bytes(site, "\(folder)/\(file.filename)"))) }
  }

  @Test("The page has the sentences first, then each report with its picture and its first rows")
  func page() async throws {
    let site = try await site()
    try site.expect(0, ["run", "week", "--out", "out"] + Self.morning)

    let page = try text(site, "out/2026-11-20/week/week.html")

    let order = [
      "What got worse", "R&amp;D &lt;b&gt;Ltd&lt;/b&gt;", "Who needs help", "Rae Moss has 2", "Max Boss has 1",
      "Numbers &lt;drawn&gt;", "How many are there?", "20 rows", "<svg", "N01", "And 5 more: drawn.csv",
      "the sheet “Numbers &lt;drawn&gt;” of week.xlsx", "Is there anything?", "0 rows",
    ]
    var rest = page[...]
    for words in order {
      let place = try #require(rest.range(of: words), "\(words) is missing or stands too early")
      rest = rest[place.upperBound...]
    }
    #expect(!page.contains("What got better"))
    #expect(!page.contains("<script") && !page.contains("<drawn>"))
    // The fifteen first rows; an id beside its name is not shown.
    #expect(page.contains("<td class=\"n\">150</td>") && !page.contains("<td class=\"n\">160</td>"))
    #expect(!page.contains("<bdi>id1</bdi>"))
    #expect(!page.contains(">Unused</th>"))
  }

  @Test("A report that fails is named and left out; the others are written and mailed, and the run says so")
  func broken() async throws {
    let site = try await site("drawn, broken, said")

    let run = try site.expect(3, ["run", "week", "--out", "out"] + Self.morning)

    #expect(run.errors.contains("own/reports/broken.sql: division by zero"), "\(run.errors)")
    #expect(try files(site) == ["drawn.csv", "manifest.json", "said.csv", "week.html", "week.xlsx"])
    #expect(try text(site, "out/2026-11-20/week/week.html").contains("Not all of it could be had: broken is missing."))
    let mail = try #require(try mails(site).first)
    #expect(mail.text?.contains("broken is missing") == true)
    #expect(mail.text?.contains("own/reports") == false)
  }

  @Test(
    "kill -9, then the same command again: the same files, and one mail",
    arguments: [Gate.Point.delivery, .end(of: "pack"), .beginning(of: "pack")]
  )
  func killed(at point: Gate.Point) async throws {
    let site = try await site()
    try await site.runAndKill("week", at: point)

    try site.expect(0, ["run", "week", "--out", "out"] + Self.morning)

    #expect(try files(site).contains("manifest.json"))
    #expect(try mails(site).map { $0.to.map(\.address) } == [["max@agency.example"]])
  }

  @Test("Without a mail server the files are written, and it is said that nothing is sent")
  func withoutMail() async throws {
    let site = try await site("said, overdue", [:])

    let run = try site.expect(0, ["run", "week", "--out", "out"] + Self.morning)

    #expect(run.errors.contains("no mail server is configured, so nothing is sent"), "\(run.errors)")
    #expect(try files(site) == ["manifest.json", "overdue.csv", "said.csv", "week.html", "week.xlsx"])
  }

  @Test("Where nobody is at the head of the agency, the files are written, and it is said what to do")
  func nobody() async throws {
    let site = try await site("said")
    try site.write(["recruiters.csv": "id,name,email,manager\nr1,Rae Moss,rae@agency.example,\n"], to: "data")
    try site.expect(0, ["import", "canonical", "data"] + Self.morning)

    let run = try site.expect(0, ["run", "week", "--out", "out"] + Self.morning)

    #expect(run.errors.contains("nobody is at the head of the agency"), "\(run.errors)")
    #expect(try files(site) == ["manifest.json", "said.csv", "week.html", "week.xlsx"])
  }

  @Test("The jobs that come with the program can be run", arguments: ["weekly", "monthly"])
  func builtIn(_ job: String) async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + Self.morning)

    let dry = try site.expect(0, ["run", job, "--out", "out", "--dry-run"] + Self.morning)
    #expect(dry.output.contains("to out/2026-11-20/\(job) and mailed to 1 who lead the agency"), "\(dry.output)")
    #expect(!FileManager.default.fileExists(atPath: site.program.folder + "/out"))
    try site.expect(0, ["run", job, "--out", "out"] + Self.morning)

    let folder = "out/2026-11-20/\(job)"
    #expect(try text(site, "\(folder)/\(job).html").contains("<h1><bdi>Acme</bdi>: \(job) report</h1>"))
    #expect(try mails(site).map(\.subject) == ["Acme: \(job) report"])
  }
}
