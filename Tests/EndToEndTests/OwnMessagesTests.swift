import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Messages of the user's own")
struct OwnMessagesTests {
  private typealias Site = NightTests.Site

  /// A site whose texts are in the folder `texts`.
  private func site(_ texts: [String: String]) async throws -> Site {
    let site = try await Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    try site.write(texts, to: "texts")
    let environment = ["FOLLOWUP_DATABASE_URL": site.database.conninfo, "FOLLOWUP_MESSAGES_FOLDER": "texts"]
    return Site(program: Program(folder: site.program.folder, environment: environment), database: site.database)
  }

  @Test("Texts in the folder that the configuration names are used instead; those of one agency before everybody's")
  func own() async throws {
    let site = try await site(["thank_you_email.mustache": "Dear {{party}}, our own words, {{candidate}}"])

    let everybodys = try site.expect(0, ["worklist", "r1", "--format", "html"] + NightTests.morning).output
    try site.write(["thank_you_email.mustache": "Dear {{party}}, words of Acme, {{candidate}}"], to: "texts/Acme")
    let agencys = try site.expect(0, ["worklist", "r1", "--format", "html"] + NightTests.morning).output
    let check = try site.expect(0, "check")

    #expect(everybodys.contains("our own words") && !everybodys.contains("Thank you for taking the time to speak"))
    #expect(agencys.contains("words of Acme") && !agencys.contains("our own words"))
    #expect(check.output.contains("0 with errors"))
  }

  @Test("A text that is wrong, or that nothing uses, is named by check with its path; a folder that is not there is 78")
  func wrong() async throws {
    let site = try await site(["thank_you_email.mustache": "Dear {{#party}}", "thankyou.mustache": "Dear"])

    let check = try site.expect(1, "check")
    try FileManager.default.removeItem(atPath: site.program.folder + "/texts")
    let missing = try site.expect(78, "check")

    #expect(check.errors.contains("texts/thank_you_email.mustache:1: is not a Mustache template"), "\(check.errors)")
    #expect(check.errors.contains("texts/thankyou.mustache: no message is called thankyou"), "\(check.errors)")
    #expect(missing.errors.contains("messages.folder names texts"), "\(missing.errors)")
  }
}
