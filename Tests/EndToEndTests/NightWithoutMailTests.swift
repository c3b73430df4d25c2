import Foundation
import TestServer
import TestSupport
import Testing

@Suite("A night without a mail server")
struct NightWithoutMailTests {
  private static let moment = "2026-11-20T09:30:00-05:00"

  private func program(_ database: TestDatabase, _ environment: [String: String] = [:]) throws -> Program {
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": database.conninfo].merging(environment) { _, given in given }
    )
    #expect(try program.run("agency", "add", "Halyard", "--time-zone", "America/New_York").status == 0)
    let sample = TestAgency.checkout + "/jobs/sample"
    #expect(try program.run("import", "canonical", sample, "--agency", "Halyard", "--as-of", Self.moment).status == 0)
    return program
  }

  @Test("Lists and reports are written, it is said that nothing is sent, and it ends well")
  func night() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = try program(database)

    let night = try program.run("run", "nightly", "--as-of", Self.moment)

    #expect(night.status == 0, "\(night.errors)")
    #expect(night.errors.contains("no mail server is configured, so nothing is sent"))
    let files = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/followup-output/2026-11-20")
    #expect(Set(files).isSuperset(of: ["worklists", "overdue.csv", "follow_ups.csv", "breaches.csv"]))
    // By hand there is nothing else to do than to send.
    #expect(try program.run("nudge", "--as-of", Self.moment).status == 78)
  }

  @Test("One that is configured wrongly is refused before anything is done")
  func wrong() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = try program(database, ["FOLLOWUP_MAIL_URL": "smtp://mail.example:99999"])

    let night = try program.run("run", "nightly", "--as-of", Self.moment)

    #expect(night.status == 78, "\(night.errors)")
    #expect(!FileManager.default.fileExists(atPath: program.folder + "/followup-output"))
  }

  @Test("Where there are several agencies, each has a folder of its own")
  func folders() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = try program(database)
    #expect(try program.run("agency", "add", "Second", "--time-zone", "Europe/Berlin").status == 0)

    for agency in ["Halyard", "Second"] {
      let night = try program.run("run", "nightly", "--agency", agency, "--as-of", Self.moment)
      #expect(night.status == 0, "\(night.errors)")
    }

    let folder = program.folder + "/followup-output"
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["halyard", "second"])
    let text = try String(contentsOfFile: folder + "/halyard/2026-11-20/overdue.csv", encoding: .utf8)
    #expect(text.split(separator: "\n").count > 1)
  }
}
