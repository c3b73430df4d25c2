import FollowUpEngine
import Foundation
import Mail
import Postgres
import Tabular
import TestSupport
import Testing

@Suite("Files that somebody or something has spoilt: no crash, nothing in part, and counts that add up")
struct SpoiltFilesTests {
  /// How many of each kind; FOLLOWUP_TEST_SPOILT says more for the night.
  private static let count =
    ProcessInfo.processInfo.environment["FOLLOWUP_TEST_SPOILT"].flatMap { Int($0) }.map { $0 / 6 } ?? 150

  private func write(_ files: [String: [UInt8]], to folder: String) throws {
    for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
  }

  /// Imports the files again and again, one of them spoilt each time.
  private func take(_ files: [String: [UInt8]], as source: String, _ agency: ImportingAgency) async throws {
    let folder = try temporaryFolder()
    try write(files, to: folder)
    let names = files.keys.sorted()
    var (stored, refused) = (0, 0)
    for number in 0..<Self.count {
      var mutation = Mutation(number)
      let name = names[mutation.number(below: names.count)]
      try write([name: mutation.spoil(files[name] ?? [])], to: folder)
      do {
        let outcome = try await Importer(agency.agency.session).run(source: source, paths: [folder], dryRun: true)
        #expect(outcome.addsUp, "\(source), number \(number), \(name)")
        stored += 1
      } catch let error as FollowUpError {
        #expect(error.kind == .badData, "\(source), number \(number), \(name): \(error)")
        refused += 1
      }
      try write([name: files[name] ?? []], to: folder)
    }
    // Most faults in JSON spoil the whole file.
    #expect(stored > Self.count / 25, "\(source): \(refused) of \(Self.count) were refused")
    #expect(try await agency.cell("SELECT (SELECT count(*) FROM import) + (SELECT count(*) FROM candidate)") == "0")
  }

  @Test func canonical() async throws {
    let agency = try await ImportingAgency()
    try await take(
      Dictionary(uniqueKeysWithValues: smallAgency.map { ("\($0.key).csv", Array($0.value.utf8)) }),
      as: "canonical",
      agency
    )
  }

  @Test func objectsAndCards() async throws {
    let agency = try await ImportingAgency(mapping: ImportSourcesTests.mapping)
    try await take(ImportSourcesTests.files.mapValues { Array($0.utf8) }, as: "other", agency)
  }

  @Test func openCATS() async throws {
    let agency = try await ImportingAgency(zone: "America/Los_Angeles", asOf: "2007-01-25T13:30:00Z")
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/opencats-demo"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }
    let files = try names.map { ($0, [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))) }
    try await take(Dictionary(uniqueKeysWithValues: files), as: "opencats", agency)
  }

  @Test func calendars() throws {
    let calendar = """
      BEGIN:VCALENDAR\r
      VERSION:2.0\r
      BEGIN:VTIMEZONE\r
      TZID:Our office\r
      BEGIN:DAYLIGHT\r
      DTSTART:19700329T020000\r
      TZOFFSETFROM:+0100\r
      TZOFFSETTO:+0200\r
      RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
      END:DAYLIGHT\r
      END:VTIMEZONE\r
      BEGIN:VEVENT\r
      UID:w@agency.example\r
      DTSTAMP:20261118T120000Z\r
      DTSTART;TZID=Our office:20261020T100000\r
      DURATION:PT30M\r
      RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU,TH\r
      EXDATE;TZID=Our office:20261027T100000\r
      SUMMARY:Interview: Zoë\\, a long line that goes on\r
        in the next\r
      ATTENDEE;CN="Ruiz, Ana";ROLE=REQ-PARTICIPANT:mailto:ana@acme.example\r
      END:VEVENT\r
      BEGIN:VEVENT\r
      UID:w@agency.example\r
      RECURRENCE-ID;TZID=Our office:20261103T100000\r
      DTSTART;TZID=Our office:20261104T110000\r
      DTEND;TZID=Our office:20261104T113000\r
      STATUS:CANCELLED\r
      SEQUENCE:2\r
      END:VEVENT\r
      END:VCALENDAR\r

      """
    let path = try temporaryFolder() + "/team.ics"
    var (readable, refused) = (0, 0)
    for number in 0..<Self.count {
      var mutation = Mutation(number)
      try Data(mutation.spoil(Array(calendar.utf8))).write(to: URL(fileURLWithPath: path))
      do {
        _ = try ICSReader.rows(path: path)
        readable += 1
      } catch let error as TabularError {
        #expect(error.kind == .input, "number \(number): \(error)")
        refused += 1
      }
    }
    #expect(readable > Self.count / 10 && refused > 0, "\(readable) were read, \(refused) refused")
  }

  @Test func lists() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.checkIn()])
    var list = try await Story.text(agency, "r02", format: .csv)
    list = list.split(separator: "\n").enumerated().map {
      $0.offset == 0 ? $0.element : $0.element.replacing(/,,([^,]*),no/, with: ",done,$1,no")[...]
    }
    .joined(separator: "\n")
    let path = try temporaryFolder() + "/list.csv"
    for number in 0..<Self.count {
      var mutation = Mutation(number)
      try Data(mutation.spoil(Array(list.utf8))).write(to: URL(fileURLWithPath: path))
      do {
        _ = try await WorklistApply(agency.session, dryRun: true).apply([path], force: false)
      } catch let error as FollowUpError {
        #expect(error.kind == .badData, "number \(number): \(error)")
      }
    }
    #expect(try await agency.count("SELECT count(*) FROM touch") == 0)
  }

  @Test func mails() async throws {
    let agency = try await Story.begin()
    let folder = try temporaryFolder()
    for name in ["new", "cur", "tmp"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    let mail = """
      From: Jane Doe <jane@agency.example>\r
      To: "Ruiz, Ana" <ana@acme.example>, answers@agency.example\r
      Subject: =?utf-8?Q?Your_interview_=E2=80=93?= thanks\r
      Message-ID: <1@agency.example>\r
      In-Reply-To: <nudge-1-2@agency.example>\r
      Date: Fri, 20 Nov 2026 08:00:00 -0500\r
      MIME-Version: 1.0\r
      Content-Type: multipart/alternative; boundary="b"\r
      \r
      --b\r
      Content-Type: text/plain; charset=iso-8859-1\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      done =E4\r
      > On Thursday you wrote:\r
      --b\r
      Content-Type: text/html\r
      \r
      <p>done<br>&amp;</p><blockquote>x</blockquote>\r
      --b--\r

      """
    for number in 0..<Self.count {
      var mutation = Mutation(number)
      try write(["\(number)": mutation.spoil(Array(mail.utf8))], to: "\(folder)/new")
    }

    let outcome = try await Inbox(agency.session).read(MaildirReader(folder: folder))

    #expect(outcome.taken + outcome.ignored + outcome.unmatched + outcome.known == Self.count)
  }
}
